import { rules } from '../../../catalog/rules/params.ts';
import type {
  BookmarkResource,
  ImportedPlaylistResource,
  PlaylistEntry,
  PlaylistResource,
  PlaylistWithTracks,
  RulesCount,
  TracksNotFound,
} from '../resources.ts';
import { type Schema, schemaOf } from '../schema.ts';
import { flag, integer, list, nullable, number, object, said, text, texts, time } from './object.ts';
import { ref } from './ref.ts';

type Missing = ImportedPlaylistResource['missing'][number];
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

const NOT_FOUND = {
  encoding: said('How the file was read, such as utf-8.', text),
  notFound: said('Entries of the file for which there is no track.', integer),
  missing: said('The first 500 of them.', list(object<Missing>({ line: integer, text }, {}))),
};

export const LISTENING = {
  Playlist: object<PlaylistResource>(PLAYLIST, SMART),
  PlaylistWithTracks: object<PlaylistWithTracks>(
    { ...PLAYLIST, tracks: said('Their ids, in order.', texts) },
    { ...SMART, rules: said('Of a smart one.', ref('SmartRules')) },
  ),
  SmartRules: schemaOf(rules),
  RulesCount: object<RulesCount>({ matching: integer, chosen: said('At most their limit.', integer) }, {}),
  ImportedPlaylist: object<ImportedPlaylistResource>(
    { playlist: ref('PlaylistWithTracks'), ...NOT_FOUND },
    {},
  ),
  TracksNotFound: object<TracksNotFound>({ type: text, title: text, status: integer, ...NOT_FOUND }, {}),
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
