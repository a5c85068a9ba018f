import { parentPort } from 'node:worker_threads';
import { lowerPriority } from '../../thread-priority.ts';
import { Look } from './look.ts';
import type { FromWalker, ToWalker } from './walker-protocol.ts';

const port = parentPort!;
let look: Look | undefined;

port.on('message', (message: ToWalker) => {
  if (message.type !== 'look') return look?.receive(message);
  look = new Look(message.data, (answer: FromWalker) => port.postMessage(answer));
  void look.run();
});
lowerPriority();
