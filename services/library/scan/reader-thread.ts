import { hash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { lowerPriority } from '../../thread-priority.ts';
import { keepParsers } from '../tags/kept-parsers.ts';
import { type FileToRead, readTrack, UnreadableFile } from '../tags/read.ts';
import type { FileFailure, ReaderAnswer, ReaderData, ReaderRequest } from './reader-protocol.ts';
import { fileProblem } from './walk.ts';

const progress = new Int32Array((workerData as ReaderData).progress);

parentPort!.on('message', async ({ files }: ReaderRequest) => {
  const results: string[] = [];
  for (const [index, file] of files.entries()) {
    Atomics.store(progress, 0, index);
    results.push(await read(file));
  }
  Atomics.store(progress, 0, -1);
  parentPort!.postMessage({ results: `[${results.join(',')}]` } satisfies ReaderAnswer);
});

async function read(file: FileToRead): Promise<string> {
  try {
    const { facts, audio, size, mtimeMs } = await readTrack(file);
    const json = JSON.stringify(facts);
    const digest = hash('sha1', json, 'base64url').slice(0, 16);
    const rest = JSON.stringify({ audio, size, mtimeMs, digest, bytes: Buffer.byteLength(json) });
    return `{"facts":${json},${rest.slice(1)}`;
  } catch (error) {
    return JSON.stringify(failureOf(error));
  }
}

function failureOf(error: unknown): FileFailure {
  if (error instanceof UnreadableFile) return { failure: 'content', reason: error.message };
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { failure: 'vanished', reason: '' };
  if (code !== undefined && (error as NodeJS.ErrnoException).syscall !== undefined) {
    return { failure: 'access', reason: fileProblem(error) };
  }
  return { failure: 'content', reason: `The file could not be understood: ${message}.` };
}

lowerPriority();
// Without it, reading is slower, and nothing else.
await keepParsers().catch(() => {});
