import { Session } from 'node:inspector/promises';
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

/** ms between two looks. */
const LOOK = 5_000;
/** Share of the time since the last look below which this thread counts as idle. */
const IDLE = 0.05;
/** Bytes, and times what there was, by which the heap must have grown for collecting to be worth while. */
const GROWN = 16 * 1_048_576;
const GROWTH = 1.5;

/**
 * Gives memory that is no longer used back to the system when this thread has little to do. V8 collects as a
 * consequence of allocating; an engine that falls idle after much work, as after a first scan, would otherwise keep some
 * hundred megabytes of garbage. Collecting takes some tens of ms of this thread, and happens only after the heap has grown.
 * After an idle time V8 sets a limit so close above what is used that it would collect after every twentieth list of 500
 * tracks, hence `--heap-growing-percent` in package.json.
 * @param look ms
 */
export function releaseMemoryWhenIdle(look = LOOK): void {
  let kept = 0;
  let before = performance.eventLoopUtilization();
  const timer = setInterval(async () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    if (utilization > IDLE || heapSize() < kept * GROWTH + GROWN) return;
    await collect();
    kept = heapSize();
  }, look);
  timer.unref();
}

/** Bytes that V8 holds, used or not. */
function heapSize(): number {
  return getHeapStatistics().total_heap_size;
}

async function collect(): Promise<void> {
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.collectGarbage');
  } finally {
    session.disconnect();
  }
}
