import type { CollectionSpec, Doc } from '../../mixins/store/types.ts';
import type { Entry } from './track.ts';

/** A track in the catalog's store, the truth from which albums, artists and genres are folded. */
export interface TrackDoc extends Doc, Entry {
  /** Its permanent number: commit and place in it where the catalog first stored it. */
  n: number;
  /** Position in the library's feed of the change that it shows. */
  source: number;
}

/** An entry of the catalog's change feed. It makes the tracks written before it count. */
export interface CommitDoc extends Doc {
  pos: number;
  /** Position in the library's feed up to which the catalog has followed. */
  source: number;
  /** When it was made, ms since 1970. */
  at: number;
  /** The tracks that changed. */
  ids: string[];
}

export const COLLECTIONS = {
  tracks: { fields: { n: 'number' }, queries: { byNumber: { order: ['n'] } } },
  commits: { fields: { pos: 'number' }, queries: { byPosition: { order: ['pos'] } } },
} satisfies Record<string, CollectionSpec>;
