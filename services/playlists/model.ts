import type { CollectionSpec, Doc } from '../../mixins/store/types.ts';
import type { Playlist } from '../actions.ts';
import type { Rules } from '../catalog/rules/rules.ts';

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
  /** Id of its {@link StoredList}; a smart one has none. */
  list?: string;
  /** Choose the tracks of a smart one. */
  rules?: Rules;
}

/** First tracks of a playlist from which its cover is drawn. */
export const MOST_SAMPLED = 200;

/** A playlist whose tracks are chosen by rules. */
export type SmartPlaylist = StoredPlaylist & { rules: Rules };

export function isSmart(playlist: StoredPlaylist): playlist is SmartPlaylist {
  return playlist.rules !== undefined;
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

/** What was chosen when somebody last looked at a smart playlist. `_id` is that of the playlist. */
export interface StoredTally extends Doc {
  ownerId: string;
  songCount: number;
  /** Seconds. */
  duration: number;
  /** Since when it has been these tracks, RFC 3339. */
  changed: string;
  /** Tells other tracks from these. */
  digest: string;
  /** The first tracks. */
  sample: string[];
}

/** A tally that may not be stored yet. */
export type Tally = Omit<StoredTally, 'rev'>;

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
  tallies: { fields: { ownerId: 'string' }, queries: { byOwner: { equal: ['ownerId'] } } },
};

/** Older code knows no playlists without a list. */
export const VERSION = 2;

/** @param tally of a smart playlist, when it has been looked at before */
export function playlistFor(stored: StoredPlaylist, tally?: Tally | null): Playlist {
  const { _id: id, rev, name, comment, ownerId, owner, created } = stored;
  const { songCount, duration } = tally ?? stored;
  const changed = tally && tally.changed > stored.changed ? tally.changed : stored.changed;
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
    ...(isSmart(stored) && { smart: true }),
  };
}

/** Number of songs, and their seconds together. */
export function totals(tracks: readonly Entry[]): Pick<Playlist, 'songCount' | 'duration'> {
  const seconds = tracks.reduce((sum, [, duration]) => sum + duration, 0);
  return { songCount: tracks.length, duration: Math.round(seconds) };
}
