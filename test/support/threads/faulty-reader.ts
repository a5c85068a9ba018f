import { parentPort, workerData } from 'node:worker_threads';
import type { FileToRead } from '../../../services/library/tags/read.ts';

// Stands for a reader whose parser has faults: the name of a file says what happens when it is read.
const progress = new Int32Array((workerData as { progress: SharedArrayBuffer }).progress);

parentPort!.on('message', ({ files }: { files: FileToRead[] }) => {
  const results = files.map(({ path }, index) => {
    Atomics.store(progress, 0, index);
    if (path === 'hang') while (true);
    if (path === 'crash') process.exit(1);
    if (path === 'memory') exhaust();
    return { audio: path };
  });
  Atomics.store(progress, 0, -1);
  parentPort!.postMessage({ results: JSON.stringify(results) });
});

function exhaust(): never {
  const held: unknown[] = [];
  while (true) held.push(new Array(4_000_000).fill(1.5));
}
