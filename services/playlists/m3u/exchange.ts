import type { Context } from 'moleculer';
import { call } from '../../../mixins/caller.ts';
import type { FoundTrack, PlaylistWithTracks } from '../../actions.ts';
import type { M3uEntry } from './parse.ts';
import { m3uEntry, m3uHead } from './write.ts';

/** Tracks asked of the catalog at once: their answer fits into one message of the bus. */
const AT_ONCE = 200;
/** Characters of text after which a piece ends. */
const PIECE = 256 * 1024;
/** Lines without a track that are told. */
const MOST_MISSING = 500;

/**
 * A piece of a playlist as M3U from the track at an index on. Tracks that the catalog does not know are left out. A
 * smart one is a single piece, as it might have other tracks when the next one is asked for.
 */
export async function writePiece(
  ctx: Context,
  { name, tracks, smart }: PlaylistWithTracks,
  from: number,
): Promise<{ text: string; next: number | null }> {
  let text = from === 0 ? m3uHead(name) : '';
  let next = from;
  while (next < tracks.length && (smart || text.length < PIECE)) {
    const ids = tracks.slice(next, next + AT_ONCE);
    const items = await call(ctx, 'catalog.resolve', { ids });
    for (const item of items) if (item?.kind === 'track') text += m3uEntry(item);
    next += ids.length;
  }
  return { text, next: next < tracks.length ? next : null };
}

/** What became of the lines of a file. */
export interface Matched {
  found: FoundTrack[];
  /** Lines without a track, and the first of them. */
  notFound: number;
  missing: { line: number; text: string }[];
}

/** Looks for the tracks that a file names. */
export async function findEntries(ctx: Context, entries: readonly M3uEntry[]): Promise<Matched> {
  const found: FoundTrack[] = [];
  const lost: M3uEntry[] = [];
  for (let start = 0; start < entries.length; start += AT_ONCE) {
    const some = entries.slice(start, start + AT_ONCE);
    const wanted = some.map(({ line: _, text: __, ...rest }) => rest);
    const tracks = await call(ctx, 'catalog.findTracks', { wanted });
    for (const [i, track] of tracks.entries()) {
      if (track === null) lost.push(some[i]!);
      else found.push(track);
    }
  }
  const missing = lost.slice(0, MOST_MISSING).map(({ line, text }) => ({ line, text }));
  return { found, notFound: lost.length, missing };
}
