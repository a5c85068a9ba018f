import { join } from 'node:path';
import type { Database } from '../../../mixins/store/types.ts';
import type { LibraryChange } from '../facts.ts';
import {
  etagOf,
  type FileRecord,
  type ProblemDoc,
  pathOf,
  problemId,
  splitPath,
} from '../store/collections.ts';
import type { Committer, NewRecord } from '../store/committer.ts';
import type { Feed } from '../store/feed.ts';
import type { FileToRead } from '../tags/read.ts';
import { Claims } from './claims.ts';
import { markMissing } from './lost.ts';
import { NewIds } from './new-ids.ts';
import type { ScanCounts } from './progress.ts';
import type { ReaderPool } from './reader-pool.ts';
import type { FileFailure, FileRead, FileResult } from './reader-protocol.ts';
import { READ_AGAIN, stampOf } from './stamp.ts';
import type { Walker } from './walker.ts';
import type { Candidate } from './walker-protocol.ts';

export interface ScanContext {
  db: Database;
  feed: Feed;
  committer: Committer;
  walker: Walker;
  pool: ReaderPool;
  /** Paths of the folders that are scanned, by their number. */
  roots: ReadonlyMap<number, string>;
  /** Problems known before the scan, by their id. */
  problems: Map<string, Pick<ProblemDoc, 'reason' | 'since' | 'stamp'>>;
  counts: ScanCounts;
  /** Files sent to a reader at a time, and how many such batches are under way. */
  batch: number;
  ahead: number;
  /** Whether tracks are free besides those that this scan finds gone: missing ones, or any outside a partial scan. */
  othersFree: boolean;
  /** Whether the file of a track is still where it was; asked only of tracks outside a partial scan. */
  stillThere: (record: FileRecord) => Promise<boolean>;
  /** Called with +1 and -1 as tracks come and go. */
  tracks: (delta: number) => void;
  signal: AbortSignal;
  changed: () => void;
}

/** A file whose path belongs to a track of other audio. */
interface Displaced {
  file: Candidate;
  audio: string;
}

/**
 * Reads what changed and brings the records and the feed up to date. Which track a file is follows from its audio
 * first, then from its path:
 * 1. Files at paths of known tracks are read. Same audio: the same track, perhaps with new tags. Other audio: set aside.
 * 2. Files set aside take over free tracks with their audio (two files that were swapped).
 * 3. New files are read; each takes over a free track with its audio (moved, renamed, returned), or is a new track.
 * 4. Files set aside that found no track stay the track of their path, unless another file took it.
 * @returns the tracks that are gone, to be marked missing when their folder is still there
 * @throws the signal's reason when the scan is cancelled; what was read until then is with the committer
 */
export async function readChanges(context: ScanContext, gone: readonly string[]): Promise<string[]> {
  const claims = new Claims(gone);
  const ids = new NewIds(context.db);
  let lookUp = context.othersFree || gone.length > 0;
  const displaced: Displaced[] = [];

  await eachRead(context, 'changed', async (files, results) => {
    const records = await context.db.collection<FileRecord>('files').getMany(files.map((file) => file.id!));
    for (const [index, result] of results.entries()) {
      const file = files[index]!;
      const record = records[index] ?? null;
      if ('failure' in result) await failed(context, claims, file, result, record);
      else if (record !== null && record.audio === result.audio) {
        // Back at its place: no other file with its audio may take it over now.
        if (record.missing) claims.claimByPath(record._id);
        same(context, file, result, record);
      } else {
        claims.displace(file.id!);
        displaced.push({ file, audio: result.audio });
      }
    }
  });

  lookUp ||= displaced.length > 0;
  const settled = await claimDisplaced(context, claims, displaced);

  await eachRead(context, 'fresh', async (files, results) => {
    const owners: (FileRecord | null)[] = [];
    for (const [index, result] of results.entries()) {
      const known = lookUp && 'audio' in result;
      owners.push(known ? await claim(context, claims, result.audio, pathOf(files[index]!)) : null);
    }
    const added = results.filter((result, index) => 'audio' in result && owners[index] === null);
    const fresh = await ids.next(added.map((result) => (result as FileRead).audio));
    for (const [index, result] of results.entries()) {
      const file = files[index]!;
      if ('failure' in result) await failed(context, claims, file, result, null);
      else keep(context, file, result, owners[index] ?? fresh.shift()!);
    }
  });

  await readDisplaced(context, claims, displaced, settled, ids);
  return claims.unclaimed();
}

/** Reads the files of a queue, a few batches ahead of what is being worked on. */
async function eachRead(
  context: ScanContext,
  queue: 'changed' | 'fresh',
  work: (files: Candidate[], results: FileResult[]) => Promise<void>,
): Promise<void> {
  const { walker, pool, batch, ahead } = context;
  const running: { files: Candidate[]; results: Promise<FileResult[]> }[] = [];
  let more = true;
  while (more || running.length > 0) {
    while (more && running.length < ahead && !context.signal.aborted) {
      const files = await walker.next(queue, batch);
      more = files.length > 0;
      if (!more) break;
      const results = pool.read(files.map((file) => toRead(context, file)));
      // Waited for in order below; until then a failure must not count as unhandled.
      results.catch(() => {});
      running.push({ files, results });
    }
    const next = running.shift();
    if (next === undefined) return;
    const results = await next.results;
    context.signal.throwIfAborted();
    await work(next.files, results);
    context.counts.read += results.length;
    context.changed();
    await context.committer.room();
  }
}

function toRead({ roots }: ScanContext, file: Candidate): FileToRead {
  const folder = join(roots.get(file.folder)!, file.dir);
  const lrc = file.lrc === null ? {} : { lrc: join(folder, file.lrc) };
  return { absolute: join(folder, file.name), path: pathOf(file), folderCover: file.folderCover, ...lrc };
}

async function claim(
  context: ScanContext,
  claims: Claims,
  audio: string,
  path: string,
): Promise<FileRecord | null> {
  const candidates = await context.db
    .collection<FileRecord>('files')
    .query('byAudio', { audio }, { limit: 1000 });
  for (const record of candidates) {
    if (!claims.isFree(record) && !(await context.stillThere(record))) claims.lose(record._id);
  }
  return claims.claim(candidates, path);
}

async function claimDisplaced(context: ScanContext, claims: Claims, displaced: Displaced[]) {
  const settled = new Map<Displaced, FileRecord>();
  for (const one of displaced) {
    const record = await claim(context, claims, one.audio, pathOf(one.file));
    if (record !== null) settled.set(one, record);
  }
  return settled;
}

/** Reads the files set aside a second time: holding on to all they say would take memory without a bound. */
async function readDisplaced(
  context: ScanContext,
  claims: Claims,
  displaced: Displaced[],
  settled: Map<Displaced, FileRecord>,
  ids: NewIds,
): Promise<void> {
  const files = context.db.collection<FileRecord>('files');
  for (let at = 0; at < displaced.length; at += context.batch) {
    const some = displaced.slice(at, at + context.batch);
    const results = await context.pool.read(some.map(({ file }) => toRead(context, file)));
    for (const [index, result] of results.entries()) {
      const one = some[index]!;
      const own =
        settled.get(one) ?? (claims.claimByPath(one.file.id!) ? await files.get(one.file.id!) : null);
      if ('failure' in result) await failed(context, claims, one.file, result, own);
      else keep(context, one.file, result, own ?? (await ids.next([result.audio]))[0]!);
    }
    context.signal.throwIfAborted();
    await context.committer.room();
  }
}

/** A known track, read again from the same path and with the same audio. */
function same(context: ScanContext, file: Candidate, read: FileRead, record: FileRecord): void {
  const nothingNew = !record.missing && isSameFile(record, file) && record.digest === read.digest;
  if (nothingNew) solve(context, file.folder, pathOf(file));
  else keep(context, file, read, record);
}

/** Writes down that the file is this track, or a new one of that id. */
function keep(context: ScanContext, file: Candidate, read: FileRead, owner: FileRecord | string): void {
  const record = typeof owner === 'string' ? null : owner;
  const track = typeof owner === 'string' ? owner : owner._id;
  const added = record?.added ?? new Date().toISOString();
  const { folder, dir, name } = file;
  const path = pathOf(file);
  const { facts, audio, digest, size, mtimeMs } = read;
  // A file that changed between the walk and the reading is read again at the next look.
  const beside = size === file.size && mtimeMs === file.mtimeMs ? file.beside : READ_AGAIN;
  const etag = etagOf(size, mtimeMs);
  const change: LibraryChange = { track, folder, path, size, etag, added, missing: false, facts };
  const place = { folder, dir, name, size, mtime: mtimeMs, beside };
  const state: NewRecord = { _id: track, ...place, audio, added, missing: false, digest };
  context.committer.add(change, state, read.bytes + path.length * 2 + 250);
  if (record === null || record.missing) context.tracks(1);
  solve(context, folder, path);
}

async function failed(
  context: ScanContext,
  claims: Claims,
  file: Candidate,
  { failure, reason }: FileFailure,
  record: FileRecord | null,
): Promise<void> {
  if (failure === 'vanished') {
    if (record !== null) claims.lose(record._id);
    return;
  }
  // A file that may not be read now may be tomorrow without a change of its own, so it is tried again each time.
  const stamp = failure === 'content' ? stampOf(file, file.beside) : '';
  noteProblem(context, file.folder, pathOf(file), reason, stamp);
  if (failure === 'content' && record !== null && !record.missing) await markMissing(context, [record]);
}

/** Writes a problem down, once. */
export function noteProblem(
  context: ScanContext,
  folder: number,
  path: string,
  reason: string,
  stamp = '',
): void {
  context.counts.problems++;
  const _id = problemId(folder, path);
  const known = context.problems.get(_id);
  if (known !== undefined && known.reason === reason && known.stamp === stamp) return;
  const since = known?.since ?? new Date().toISOString();
  context.problems.set(_id, { reason, since, stamp });
  context.committer.also({
    collection: 'problems',
    put: { _id, folder, ...splitPath(path), reason, since, stamp } as { _id: string },
  });
}

/** The file or folder is fine again, or no longer there. */
export function solve(context: ScanContext, folder: number, path: string): void {
  if (context.problems.size === 0) return;
  const _id = problemId(folder, path);
  if (context.problems.delete(_id)) context.committer.also({ collection: 'problems', remove: _id });
}

function isSameFile(record: FileRecord, { size, mtimeMs, beside }: Candidate): boolean {
  return record.size === size && record.mtime === mtimeMs && record.beside === beside;
}
