import type { BookmarkResource, PlaylistEntry, PlaylistResource, PlaylistWithTracks } from '../resources.ts';
import type { Schema } from '../schema.ts';
import { flag, integer, nullable, number, object, said, text, texts, time } from './object.ts';
import { ref } from './ref.ts';

type Fields = { [K in Exclude<keyof PlaylistResource, 'smart'>]-?: Schema };

const PLAYLIST: Fields = {
  id: text,
  name: text,
  comment: text,
  owner: said('Name of the listener whose it is.', text),
  public: flag,
  editable: said('Whether the listener who asks may change it.', flag),
  songCount: integer,
  duration: said('Seconds.', number),
  created: time,
  changed: time,
  rev: said('Counts its changes.', integer),
};
const SMART = { smart: said('Rules choose its tracks.', { type: 'boolean', const: true }) };

export const LISTENING = {
  Playlist: object<PlaylistResource>(PLAYLIST, SMART),
  PlaylistWithTracks: object<PlaylistWithTracks>(
    { ...PLAYLIST, tracks: said('Their ids, in order.', texts) },
    SMART,
  ),
  PlaylistEntry: object<PlaylistEntry>(
    {
      index: said('Counts from 0.', integer),
      id: text,
      track: said('Null while the catalog does not know the track.', nullable(ref('Track'))),
    },
    {},
  ),
  Bookmark: object<BookmarkResource>(
    {
      track: ref('Track'),
      position: said('Milliseconds.', integer),
      comment: text,
      created: time,
      changed: time,
    },
    {},
  ),
} satisfies Record<string, Schema>;
