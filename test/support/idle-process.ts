import { setTimeout as delay } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { releaseMemoryWhenIdle } from '../../idle-memory.ts';

// Fills the heap, lets go of it, and does nothing for as long as it takes until memory is given back, at most 30 s.

const heap = () => getHeapStatistics().total_heap_size;

function work(): number {
  const held: object[] = [];
  for (let index = 0; index < 1_500_000; index++) held.push({ index, text: `Number ${index}` });
  return heap();
}

const busy = work();
releaseMemoryWhenIdle(200);
for (let waited = 0; waited < 30_000 && heap() > busy / 3; waited += 100) await delay(100);
console.log(JSON.stringify({ busy, idle: heap() }));
