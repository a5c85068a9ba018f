import type { NowPlaying } from '../../playback/now-playing.ts';
import { notesOn } from './annotations.ts';
import { type Body, type Exchange, resolve } from './exchange.ts';
import { song } from './songs.ts';

/** Player ids are 32-bit numbers. */
const PLAYERS = 2 ** 31;

/** What everybody listens to, the last one heard of first. */
export async function getNowPlaying(exchange: Exchange): Promise<Body> {
  const playing = await exchange.call('playback.nowPlaying', {});
  const items = await resolve(
    exchange,
    playing.map(({ track }) => track),
  );
  const notes = await notesOn(
    exchange,
    items.filter((item) => item !== null),
  );
  const now = Date.now();
  const entry = playing.flatMap((one, i) => {
    const track = items[i];
    return track?.kind === 'track' ? [{ ...song(track, notes[track.id]), ...playerOf(one, now) }] : [];
  });
  return { nowPlaying: { entry } };
}

/** @param now milliseconds since 1970 */
function playerOf({ session, listener, device, at, position, isSounding }: NowPlaying, now: number) {
  return {
    username: listener,
    minutesAgo: Math.max(0, Math.floor((now - at) / 60_000)),
    // The same for one session, and hardly ever that of another one.
    playerId: Number.parseInt(session.slice(-6), 36) % PLAYERS,
    playerName: device,
    state: isSounding ? 'playing' : 'paused',
    positionMs: Math.round(position * 1000),
  };
}
