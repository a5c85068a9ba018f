import { randomUUID } from 'node:crypto';
import { CantigaError } from '../../../errors.ts';
import type { Track } from '../../catalog/model.ts';
import type { ToldCommand } from '../../playback/session/commands.ts';
import { type Body, type Exchange, resolve } from './exchange.ts';
import { bad, missing, type Parameters, unknownId } from './parameters.ts';

/** Commands that a session takes at once. */
const COMMANDS_AT_ONCE = 100;
/** Milliseconds since 1970. Clients that give seconds mean a time long before this one (2000-01-01). */
const EARLIEST = 946_684_800_000;
/** How fast something may be played. */
const SPEEDS = { min: 0, max: 100 };
/** Milliseconds by which the clock of a client may be ahead. */
const AHEAD = 86_400_000;

interface Told {
  id: string;
  command: ToldCommand;
}

/**
 * With `submission` (the default), each song counts as played: at its `time` (ms since 1970), else now. The same song
 * with the same time counts once, however often it is sent. Without, the last one is shown as what is playing.
 */
export async function scrobble(exchange: Exchange): Promise<Body> {
  const { params } = exchange;
  const ids = params.ids('id', 'tr');
  if (ids.length === 0) throw missing('id');
  const times = timesOf(params, ids.length);
  const isSubmission = params.flagIf('submission') ?? true;
  const tracks = await tracksOf(exchange, 'id', ids);
  const told = tracks.map((track, i): Told => {
    const at = times[i];
    const id = at === undefined ? randomUUID() : `submit-${at}-${track.id}`;
    return { id, command: { type: 'submit', ...musicOf(track), ...(at !== undefined && { at }) } };
  });
  await tell(exchange, isSubmission ? told : [nowPlaying(tracks.at(-1)!)]);
  return {};
}

/** Shown, and not counted. */
function nowPlaying(track: Track): Told {
  const starting = { state: 'starting', position: 0, counts: false } as const;
  return { id: randomUUID(), command: { type: 'report', ...musicOf(track), ...starting } };
}

function timesOf(params: Parameters, songs: number): readonly number[] {
  const times = params.integers('time', { min: 0, max: Number.MAX_SAFE_INTEGER });
  const latest = Date.now() + AHEAD;
  if (times.some((time) => time < EARLIEST || time > latest))
    throw bad('time', 'must be in milliseconds since 1970, and neither before 2000 nor to come');
  if (times.length > 0 && times.length !== songs)
    throw bad('time', "must be given once for each 'id', or not at all");
  return times;
}

/**
 * Where a song is, in milliseconds; what was heard of it counts by the rules of playback, unless `ignoreScrobble`
 * (extension playbackReport).
 */
export async function reportPlayback(exchange: Exchange): Promise<Body> {
  const { params } = exchange;
  const id = params.id('mediaId', 'tr');
  const type = params.choice('mediaType', ['song', 'podcast']);
  if (type === 'podcast') throw unknownId('mediaId');
  const position = params.integer('positionMs') / 1000;
  const state = params.choice('state', ['starting', 'playing', 'paused', 'stopped']);
  params.numberIf('playbackRate', SPEEDS);
  const counts = !(params.flagIf('ignoreScrobble') ?? false);
  const [track] = await tracksOf(exchange, 'mediaId', [id]);
  const command = { type: 'report', ...musicOf(track!), state, position, counts } as const;
  await tell(exchange, [{ id: randomUUID(), command }]);
  return {};
}

/** All or none: a request that is refused may be sent again as it is. @throws NOT_FOUND */
async function tracksOf(exchange: Exchange, name: string, ids: readonly string[]): Promise<Track[]> {
  const items = await resolve(exchange, ids);
  return items.map((item) => {
    if (item?.kind !== 'track') throw unknownId(name);
    return item;
  });
}

function musicOf({ id: track, albumId: album, artists, format }: Track) {
  const artist = artists[0]?.id;
  return { track, album, ...(artist !== undefined && { artist }), duration: format.duration };
}

/** @throws what refuses one of the commands; those before it are taken */
async function tell({ call, params }: Exchange, told: readonly Told[]): Promise<void> {
  const client = params.client();
  for (let start = 0; start < told.length; start += COMMANDS_AT_ONCE) {
    const commands = told.slice(start, start + COMMANDS_AT_ONCE);
    const { answers } = await call('playback.tellClient', { client, commands });
    const refused = answers.find((answer) => 'refused' in answer);
    if (refused !== undefined) throw new CantigaError(refused.refused, refused.message);
  }
}
