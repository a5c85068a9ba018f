import { mkdir } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { CantigaError } from '../../../errors.ts';
import { readManifest, VERSION } from './manifest.ts';

/**
 * Composes the demo library into a folder (made when it is not there), in a thread of its own.
 * Albums appear one after the other, each file whole, as `Artist/Album/NN - Title.wav` with `cover.jpg` beside it.
 * A folder that is complete is left alone; after an interruption the next call makes what is missing.
 * @param signal stops the work; what is finished stays
 * @throws DISK_FULL when there is no space for the (about) 60 MB; the reason of the signal; other errors of the disk as they are
 */
export async function composeDemo(folder: string, signal?: AbortSignal): Promise<void> {
  // Besides making the folder, this starts libuv's threads here and not in the worker, whose low priority they would inherit.
  await mkdir(folder, { recursive: true });
  const manifest = await readManifest(folder);
  if (manifest?.complete && manifest.version === VERSION) return;
  signal?.throwIfAborted();
  await finished(new Worker(new URL('./worker.ts', import.meta.url), { workerData: { folder } }), signal);
}

function finished(worker: Worker, signal: AbortSignal | undefined): Promise<void> {
  const stop = () => void worker.terminate();
  signal?.addEventListener('abort', stop, { once: true });
  return new Promise<void>((resolve, reject) => {
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const full = error.code === 'ENOSPC' || error.code === 'EDQUOT';
      reject(
        full ? new CantigaError('DISK_FULL', 'There is no space left for the demo library (60 MB).') : error,
      );
    });
    worker.on('exit', () => (signal?.aborted ? reject(signal.reason) : resolve()));
  }).finally(() => signal?.removeEventListener('abort', stop));
}
