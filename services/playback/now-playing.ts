import type { Collection } from '../../mixins/store/types.ts';
import type { SessionDoc } from './models/sessions.ts';
import type { Music } from './session/events.ts';
import type { Sessions } from './sessions.ts';

/** What somebody is listening to. */
export interface NowPlaying extends Music {
  session: string;
  user: string;
  /** The name of the listener. */
  listener: string;
  /** The name of the device, and of the program on it. */
  device: string;
  client: string;
  /** Seconds; 0 when it is not known. */
  duration: number;
  /** Seconds into the track, now. */
  position: number;
  isSounding: boolean;
  /** When it began, and when its listener was heard of last: ms since 1970. */
  startedAt: number;
  at: number;
}

/** So many are shown, those that were heard of last. */
const MOST = 500;
/** Milliseconds after the end of a track, or after the last word of who has paused, until somebody is no longer shown. */
const GRACE = 60_000;
const LONGEST_PAUSE = 10 * 60_000;

/** Who listens to what now, the last one first. @param now milliseconds since 1970 */
export async function nowPlaying(
  documents: Pick<Collection<SessionDoc>, 'query'>,
  sessions: Pick<Sessions, 'identityOf'>,
  now: number,
): Promise<NowPlaying[]> {
  const playing = await documents.query('playing', { playing: true }, { descending: true, limit: MOST });
  const shown = await Promise.all(
    playing.map(async ({ user, session, device, listen }): Promise<NowPlaying | undefined> => {
      if (listen === null) return undefined;
      const { n: _, heard: __, isQualified: ___, source: ____, position, ...rest } = listen;
      const silence = Math.max(0, now - rest.at);
      const left = rest.isSounding ? Math.max(0, rest.duration - position) * 1000 + GRACE : LONGEST_PAUSE;
      const identity = silence > left ? null : await sessions.identityOf(user, session, device);
      if (identity === null) return undefined;
      const moved = position + (rest.isSounding ? silence / 1000 : 0);
      return {
        ...{
          ...rest,
          session,
          user,
          listener: identity.listener,
          device: identity.name,
          client: identity.client,
        },
        position: rest.duration > 0 ? Math.min(moved, rest.duration) : moved,
      };
    }),
  );
  return shown.filter((one) => one !== undefined);
}
