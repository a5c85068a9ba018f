import type { CollectionSpec, Doc } from '../../mixins/store/types.ts';
import type { Lyrics } from '../library/facts.ts';

/** A track in the catalog's store, the truth from which albums, artists and genres are folded. */
export interface TrackDoc extends Doc {
  /** Its permanent number: commit and place in it where the catalog first stored it. */
  n: number;
  /** Position in the library's feed of the change that it shows. */
  source: number;
  /** See {@link CommitDoc}; absent in the first one. */
  era?: number;
  /** A `Track` as JSON: made once, and handed as it is to the store and to the index of every node. */
  track: string;
  /** A `Release` as JSON. */
  release: string;
  lyrics: Lyrics[];
}

/** An entry of the catalog's change feed. It makes the tracks written before it count. */
export interface CommitDoc extends Doc {
  pos: number;
  /** Position in the library's feed up to which the catalog has followed. */
  source: number;
  /** Of the library's commit at that position. */
  epoch?: string;
  /** How often the library has begun anew, its database lost or restored from a backup. Positions are of one era. */
  era?: number;
  /** Whether there may be tracks of an era before, of which the library does not know any more. */
  leftovers?: boolean;
  /** Whether all tracks up to it have the paths of their files; older versions kept none. */
  paths?: boolean;
  /** When it was made, ms since 1970. */
  at: number;
  /** The tracks that changed. */
  ids: string[];
}

export const COLLECTIONS = {
  tracks: { fields: { n: 'number' }, queries: { byNumber: { order: ['n'] } } },
  commits: { fields: { pos: 'number' }, queries: { byPosition: { order: ['pos'] } } },
} satisfies Record<string, CollectionSpec>;
