import type { Amount } from '../../../playback/year.ts';
import type {
  CommandAnswers,
  DeliveryResource,
  HistoryEntry,
  ListeningAtVersion,
  ListeningResource,
  ListenResource,
  NowPlayingList,
  NowPlayingResource,
  OpenedResource,
  PlaysResource,
  QueueConflict,
  QueuePlace,
  QueueResource,
  RoyaltyResource,
  SessionEventResource,
  YearResource,
} from '../playback-resources.ts';
import type { Schema } from '../schema.ts';
import { flag, integer, list, nullable, number, object, oneOf, said, text, texts, time } from './object.ts';
import { ref } from './ref.ts';

const seconds = said('Seconds.', number);
const source = oneOf('player', 'subsonic');

const LISTENING: { [K in keyof ListeningResource]: Schema } = {
  id: text,
  user: text,
  opened: time,
  at: said('When anything happened last.', time),
  listens: said('So far.', integer),
  listen: nullable(ref('Listen')),
  closed: said('By whom.', nullable(oneOf('listener', 'idle', 'lost'))),
  device: said('Null when its listener has been forgotten.', nullable(ref('PlaybackDevice'))),
};

const TOLD = {
  listen: said('Counts from 1 in its session.', integer),
  track: said('Its id.', text),
  position: said('Seconds into the track, when that was told last.', number),
  heard: said('Seconds that were heard of it.', number),
  playing: said('Whether it sounds.', flag),
  played: said('Whether it counts as played.', flag),
};

const PLACE: { [K in keyof QueuePlace]: Schema } = {
  rev: said('Counts its changes.', integer),
  edition: said('The `rev` with which its tracks changed last.', integer),
  index: said('Of the track, from 0.', nullable(integer)),
  position: said(
    'Seconds into the track, now. Beyond its end when the device that played it is not heard of any more.',
    number,
  ),
  playing: said('Whether it sounds.', flag),
  device: said('Where it was last said what it does.', nullable(ref('PlaybackDevice'))),
  changed: said('When that was.', nullable(time)),
};

const QUEUE: { [K in keyof QueueResource]: Schema } = {
  ...PLACE,
  tracks: said('Their ids, in order.', texts),
};

const playsOf = (item: Schema) =>
  object<PlaysResource>(
    {
      id: text,
      plays: integer,
      last: time,
      item: said('Null while the catalog does not know it.', nullable(item)),
    },
    {},
  );

const royaltyOf = (item: Schema) =>
  object<RoyaltyResource>(
    {
      id: text,
      plays: said('Listens that count as played.', integer),
      heard: said('Seconds of all listens.', number),
      item: said('Null while the catalog does not know it.', nullable(item)),
    },
    {},
  );

export const PLAYBACK = {
  PlaybackDevice: object<{ id: string; name: string; client: string }>(
    { id: text, name: text, client: said('The program.', text) },
    {},
  ),
  Listen: object<ListenResource>(
    { ...TOLD, duration: said('Seconds; 0 when it is not known.', number), source, started: time, at: time },
    {},
  ),
  Listening: object<ListeningResource>(LISTENING, {}),
  ListeningAtVersion: object<ListeningAtVersion>(
    { ...LISTENING, version: said('Events until then.', integer) },
    {},
  ),
  Opened: object<OpenedResource>({ id: text, version: integer }, {}),
  CommandAnswers: object<CommandAnswers>(
    {
      answers: list({
        anyOf: [
          object<{ version: number; closed: boolean; listen: object | null }>(
            {
              version: said('Of the session after it.', integer),
              closed: flag,
              listen: nullable(object<typeof TOLD>(TOLD, {})),
            },
            {},
          ),
          object<{ problem: object }>({ problem: ref('Problem') }, {}),
        ],
      }),
    },
    {},
  ),
  SessionEvent: object<SessionEventResource>(
    {
      version: said('Of the session with it.', integer),
      at: said('By the clock of the node that has stored it.', time),
      type: text,
      schema: said('Version of the form of `data`.', integer),
      command: said('Id of the command that it comes of.', text),
      partition: integer,
      position: said('Of its commit in the partition.', integer),
      data: { type: 'object' },
    },
    { reply: said('What the command was answered, with its last event.', {}) },
  ),
  NowPlaying: object<NowPlayingResource>(
    {
      session: text,
      user: text,
      listener: said('The name.', text),
      device: said('The name.', text),
      client: said('The program.', text),
      track: nullable(ref('Track')),
      duration: seconds,
      position: seconds,
      playing: said('Whether it sounds.', flag),
      started: time,
    },
    {},
  ),
  NowPlayingList: object<NowPlayingList>({ items: list(ref('NowPlaying')) }, {}),
  HistoryEntry: object<HistoryEntry>(
    {
      session: text,
      listen: said('Counts from 1 in its session.', integer),
      at: said('When it began.', time),
      id: said('Of the track.', text),
      track: said('Null while the catalog does not know it.', nullable(ref('Track'))),
      duration: said('Seconds; 0 when it is not known.', number),
      source,
      played: said('Whether it counts as played.', flag),
    },
    {
      heard: said('Seconds. Not of a listen that goes on.', number),
      ending: said('Why it ended.', oneOf('completed', 'skipped', 'replaced', 'left')),
    },
  ),
  TrackPlays: playsOf(ref('Track')),
  AlbumPlays: playsOf(ref('Album')),
  ArtistPlays: playsOf(ref('Artist')),
  Amount: object<Amount>({ plays: said('Listens that count as played.', integer), heard: seconds }, {}),
  Year: object<YearResource>(
    {
      year: integer,
      timeZone: text,
      plays: integer,
      heard: seconds,
      days: said('On which something was heard.', integer),
      months: list(ref('Amount')),
      weekdays: said('Monday first.', list(ref('Amount'))),
      hours: said('From midnight on.', list(ref('Amount'))),
      tracks: said('What was played most; here the year is that of UTC.', list(ref('TrackPlays'))),
      albums: list(ref('AlbumPlays')),
      artists: list(ref('ArtistPlays')),
    },
    {},
  ),
  Delivery: object<DeliveryResource>(
    {
      user: text,
      session: text,
      track: said('Its id.', text),
      file: said('Which representation of the track.', text),
      size: said('Of the file, in bytes.', integer),
      ranges: said(
        'What was delivered: from a byte to the one before another, without what they have in common.',
        list({ type: 'array', items: integer, minItems: 2, maxItems: 2 }),
      ),
      bytes: said('How many that are.', integer),
      deliveries: said('That have ended.', integer),
      seconds: said('That all of them took together.', number),
      ends: said('Why they ended: how many were complete, left by the client, stalled or failed.', {
        type: 'object',
        additionalProperties: integer,
      }),
      first: time,
      last: time,
    },
    {},
  ),
  TrackRoyalty: royaltyOf(ref('Track')),
  ArtistRoyalty: royaltyOf(ref('Artist')),
  Queue: object<QueueResource>(QUEUE, {}),
  QueueConflict: object<QueueConflict>(
    { type: text, title: text, status: integer, queue: said('As it is.', ref('Queue')) },
    {},
  ),
} satisfies Record<string, Schema>;
