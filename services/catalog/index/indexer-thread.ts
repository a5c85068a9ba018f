import type { DatabaseSync } from 'node:sqlite';
import { parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { lowerPriority } from '../../thread-priority.ts';
import { openForWriting, recreate } from './file.ts';
import { Merging } from './merging.ts';
import { type FromIndexer, isDamage, type ToIndexer } from './protocol.ts';
import { IndexWriter } from './writer.ts';

/** Tracks in one transaction, at most: large enough to be fast, short enough to appear soon. */
const MAX_ROWS = 1000;
/** Milliseconds without a request after which there is time for what makes reading faster. */
const REST = 4000;

const port = parentPort!;
let file: string;
let db: DatabaseSync;
let writer: IndexWriter;
let merging: Merging;
let rest: NodeJS.Timeout | undefined;

lowerPriority();
port.on('message', (first: ToIndexer) => {
  clearTimeout(rest);
  for (let message: ToIndexer | undefined = first; message !== undefined; ) {
    message = message.kind === 'apply' ? applyAll(message) : handle(message);
  }
  rest = setTimeout(merge, REST);
});

function handle(message: Exclude<ToIndexer, { kind: 'apply' }>): ToIndexer | undefined {
  answer([message], () => {
    if (message.kind === 'open') {
      file = message.file;
      use(openForWriting(file));
    } else if (message.kind === 'begin') writer.beginRebuild(message.target, message.targetAt);
    else if (message.kind === 'page') writer.rebuild(message.page);
    else {
      const { state } = writer;
      db.close();
      if (message.kind === 'close') return state;
      use(recreate(file));
    }
    return writer.state;
  });
  return undefined;
}

/** Commits that wait in line go into one transaction. Returns the request behind them, if it came with them. */
function applyAll(first: Extract<ToIndexer, { kind: 'apply' }>): ToIndexer | undefined {
  const together = [first];
  let next: ToIndexer | undefined;
  for (let rows = first.rows.length; rows < MAX_ROWS; ) {
    next = receiveMessageOnPort(port)?.message as ToIndexer | undefined;
    if (next?.kind !== 'apply') break;
    together.push(next);
    rows += next.rows.length;
    next = undefined;
  }
  const { pos, at } = together.at(-1)!;
  answer(together, () => {
    writer.apply(
      together.flatMap((message) => message.rows),
      pos,
      at,
      first.pos,
    );
    return writer.state;
  });
  return next;
}

function answer(messages: ToIndexer[], work: () => IndexWriter['state']): void {
  let result:
    | Omit<Extract<FromIndexer, { ok: true }>, 'request'>
    | Omit<Extract<FromIndexer, { ok: false }>, 'request'>;
  try {
    result = { ok: true, state: work() };
  } catch (error) {
    result = { ok: false, damaged: isDamage(error), message: (error as Error).message };
  }
  for (const { request } of messages) port.postMessage({ request, ...result });
}

/** Step by step, so that requests are answered between two of them. */
function merge(): void {
  try {
    if (merging.step()) rest = setTimeout(merge, 0);
  } catch {
    // Reading is slower without. What is wrong with the file is told to who writes or reads next.
  }
}

function use(opened: DatabaseSync): void {
  db = opened;
  writer = new IndexWriter(db);
  merging = new Merging(db);
}
