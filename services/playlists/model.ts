import type { CollectionSpec, Doc } from '../../mixins/store/types.ts';
import type { Playlist } from '../actions.ts';

/** A playlist as it is stored, without its tracks. */
export interface StoredPlaylist extends Doc {
  name: string;
  comment: string;
  ownerId: string;
  owner: string;
  /** Key of the owner's name, for asking by name. */
  ownerKey: string;
  public: boolean;
  songCount: number;
  /** Seconds. */
  duration: number;
  created: string;
  changed: string;
  /** Id of its {@link StoredList}. */
  list: string;
}

/**
 * The tracks of a playlist at one time. A list never changes: a changed playlist names another one, so that lists of
 * playlists need not read all tracks, and one write decides which tracks there are.
 */
export interface StoredList extends Doc {
  ownerId: string;
  tracks: string[];
  /** Seconds, in the order of the tracks. */
  durations: number[];
}

/** A track and its seconds. */
export type Entry = [id: string, duration: number];

export const COLLECTIONS: Record<string, CollectionSpec> = {
  playlists: {
    fields: { ownerId: 'string', ownerKey: 'string', public: 'boolean' },
    queries: {
      byOwner: { equal: ['ownerId'] },
      byOwnerName: { equal: ['ownerKey'] },
      public: { equal: ['public'] },
    },
  },
  lists: { fields: { ownerId: 'string' }, queries: { byOwner: { equal: ['ownerId'] } } },
};

export function playlistFor(stored: StoredPlaylist): Playlist {
  const { _id: id, rev, name, comment, ownerId, owner, songCount, duration, created, changed } = stored;
  return {
    id,
    name,
    comment,
    ownerId,
    owner,
    public: stored.public,
    songCount,
    duration,
    created,
    changed,
    rev,
  };
}

/** Number of songs, and their seconds together. */
export function totals(tracks: readonly Entry[]): Pick<Playlist, 'songCount' | 'duration'> {
  const seconds = tracks.reduce((sum, [, duration]) => sum + duration, 0);
  return { songCount: tracks.length, duration: Math.round(seconds) };
}
