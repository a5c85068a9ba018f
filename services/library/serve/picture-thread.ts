import { parentPort } from 'node:worker_threads';
import { readPicture } from '../tags/picture.ts';

parentPort!.on('message', async ({ id, path }: { id: number; path: string }) => {
  const picture = await readPicture(path).catch(() => null);
  // A copy of its own, so that it can be handed over instead of being copied again.
  const data = picture === null ? null : Uint8Array.from(picture);
  parentPort!.postMessage({ id, data }, data === null ? [] : [data.buffer]);
});
