import type { LibraryChange, TrackFacts } from '../facts.ts';
import { etagOf, type FileRecord, pathOf } from '../store/collections.ts';
import type { NewRecord } from '../store/committer.ts';
import type { Feed } from '../store/feed.ts';
import type { MusicFolder } from '../store/folders.ts';
import { isAvailable, rootState } from './roots.ts';
import type { ScanContext } from './scan.ts';
import type { WalkSummary } from './walker-protocol.ts';

/** ms within which a copy may have been the first half of a move. */
const MOVE = 3_600_000;

/**
 * Deals with the tracks whose file was not found. Before that, a last look at their folders: one may have been
 * unmounted while it was read, and then nothing in it is gone.
 *
 * A move from one disk to another is a copy first and a removal later, and in between the copy was taken for a track of
 * its own. So a track whose file vanishes soon after a copy of it appeared takes the copy's place.
 */
export async function markLost(
  context: ScanContext,
  lost: readonly string[],
  summary: WalkSummary,
  folders: readonly MusicFolder[],
): Promise<void> {
  if (lost.length === 0) return;
  const gone = new Set(folders.filter(({ configured }) => !configured).map(({ id }) => id));
  for (const { id, state } of summary.roots) {
    if (isAvailable(await rootState(context.roots.get(id)!), state, true)) gone.add(id);
    else if (!summary.unavailable.includes(id)) summary.unavailable.push(id);
  }
  const files = context.db.collection<FileRecord>('files');
  const since = new Date(Date.now() - MOVE).toISOString();
  const [newest] = await files.query('byAdded', {}, { descending: true, limit: 1 });
  const moved = newest !== undefined && newest.added > since;
  // Copies are looked up in the store, so what this scan found of them must be there.
  if (moved) await context.committer.finish();
  const noCopies = new Set(lost);
  for (let at = 0; at < lost.length; at += 500) {
    const found = await files.getMany(lost.slice(at, at + 500));
    const missing: FileRecord[] = [];
    for (const record of found) {
      if (record === null || !gone.has(record.folder)) continue;
      const copy = moved ? await recentCopy(context, record, since, noCopies) : null;
      if (copy === null) missing.push(record);
      else {
        noCopies.add(copy._id);
        await takePlace(context, record, copy);
      }
    }
    await markMissing(context, missing);
  }
}

/** @param noCopies tracks that are gone themselves, and copies whose place was taken */
async function recentCopy(
  context: ScanContext,
  record: FileRecord,
  since: string,
  noCopies: ReadonlySet<string>,
): Promise<FileRecord | null> {
  const { audio, added } = record;
  const same = await context.db.collection<FileRecord>('files').query('byAudio', { audio }, { limit: 1000 });
  const copies = same.filter(
    (one) => !one.missing && !noCopies.has(one._id) && one.added > since && one.added > added,
  );
  return copies.find((one) => one.name === record.name) ?? copies[0] ?? null;
}

async function takePlace(context: ScanContext, record: FileRecord, copy: FileRecord): Promise<void> {
  const facts = (await context.feed.factsAt(copy.factsPos)).get(copy._id);
  // Its commit was never written: nobody knows of the copy.
  if (facts === undefined) return markMissing(context, [record]);
  const { rev: _rev, pos: _pos, factsPos: _factsPos, ...place } = copy;
  tell(context, { ...place, _id: record._id, added: record.added }, facts);
  const { folder, dir, name } = record;
  tell(context, { ...place, folder, dir, name, missing: true, factsPos: copy.factsPos }, facts);
  context.tracks(-1);
  await context.committer.room();
}

/** Tells the feed that these tracks have no file any more. Their facts are those of their last change. */
export async function markMissing(context: ScanContext, records: readonly FileRecord[]): Promise<void> {
  const sorted = records.filter((record) => !record.missing).sort((a, b) => a.factsPos - b.factsPos);
  let at = -1;
  let facts: Awaited<ReturnType<Feed['factsAt']>> = new Map();
  for (const { rev: _rev, pos: _pos, ...record } of sorted) {
    if (record.factsPos !== at) {
      at = record.factsPos;
      facts = await context.feed.factsAt(at);
    }
    const known = facts.get(record._id);
    context.tracks(-1);
    if (known === undefined) {
      // Its commit was never written (a crash on a store without transactions): nobody knows of the track.
      context.committer.also({ collection: 'files', remove: record._id });
      continue;
    }
    tell(context, { ...record, missing: true }, known);
    await context.committer.room();
  }
}

function tell(context: ScanContext, record: NewRecord, facts: TrackFacts): void {
  const { _id: track, folder, size, mtime, added, missing } = record;
  const path = pathOf(record);
  const change: LibraryChange = {
    track,
    folder,
    path,
    size,
    etag: etagOf(size, mtime),
    added,
    missing,
    facts,
  };
  context.committer.add(change, record, Buffer.byteLength(JSON.stringify(change)));
}
