import { effect } from '@preact/signals';
import type { CommandAnswers, OpenedResource } from '../../../services/gateway/rest/playback-resources.ts';
import { comebacks } from '../api/connection.ts';
import { BASE, request } from '../api/http.ts';
import { Unreachable } from '../api/problem.ts';
import { session } from '../api/session.ts';
import { t } from '../i18n/locale.ts';
import { forgetAtSignOut, me } from '../state/account.ts';
import { player } from '../state/player.ts';
import { toast } from '../state/toasts.ts';
import { thisDevice } from './device.ts';
import { begunAnew, type Following, follow, followFrom, leave, type Moment } from './follow.ts';
import { forgetWaiting, keepWaiting, leftovers } from './leftovers.ts';
import { sendable } from './outbox.ts';
import { Reporter } from './reporter.ts';
import { listeningSession } from './session.ts';

/** Milliseconds between two looks at a player whose state does not change: that is how a stall shows. */
const LOOK = 1000;
const AT_ONCE = 100;
/** Milliseconds for which somebody who signs out waits at most. */
const LONGEST_FAREWELL = 3000;

const pathOf = (id: string) => `/playback/sessions/${encodeURIComponent(id)}/commands`;

/** Milliseconds since 1970 by a clock that does not jump while the page is there. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

const reporter = new Reporter({
  async open() {
    refuseSignedOut();
    const device = thisDevice();
    const { id } = await request<OpenedResource>('POST', '/playback/sessions', { body: { device } });
    return id;
  },
  async send(id, commands) {
    refuseSignedOut();
    return (await request<CommandAnswers>('POST', pathOf(id), { body: { commands } })).answers;
  },
  keep: keepWaiting,
  onClosed() {
    const [anew, told] = begunAnew(following);
    following = anew;
    return told;
  },
  onSession(id) {
    listeningSession.value = id;
  },
  onLost: () => toast(t('listening.lost'), { kind: 'failure' }),
  now,
});

let following: Following = followFrom(moment());

/** What waits is told when somebody has signed in. */
function refuseSignedOut(): void {
  if (session.peek() === 'out') throw new Unreachable();
}

/** What the player shows. Whoever reads it in an effect is called when that changes. */
function moment(): Moment {
  const { key, track } = player.current.value ?? {};
  const [state, position, speed] = [player.state.value, player.position.value, player.speed.value];
  return { key, track, state, position, speed, at: now() };
}

function look(): void {
  const [next, told] = follow(following, moment());
  following = next;
  reporter.tell(told);
}

/** Tells the engine what is heard here, from now on. Nobody who listens notices. */
export function reportListening(): void {
  effect(look);
  setInterval(look, LOOK);
  effect(() => {
    if (comebacks.value > 0) reporter.retry();
  });
  effect(() => {
    if (me.value !== undefined) void tellLeftovers();
  });
  effect(() => {
    if (session.value === 'in') reporter.retry();
  });
  addEventListener('pagehide', () => void endListening());
  forgetAtSignOut(() => {
    reporter.forget();
    forgetWaiting();
    following = followFrom(following.moment);
  });
}

/** Ends the session here and now: what waits is told in a request that outlives the page. It is no matter if it fails. */
export async function endListening(): Promise<void> {
  const last = reporter.leave(leave(following, now()));
  following = followFrom(following.moment);
  if (last === undefined) return;
  await fetch(BASE + pathOf(last.session), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Cantiga': '1' },
    body: JSON.stringify({ commands: last.commands }),
    keepalive: true,
    signal: AbortSignal.timeout(LONGEST_FAREWELL),
  }).catch(() => undefined);
}

/** What pages before this one could not tell. What fails is tried by the next page. */
async function tellLeftovers(): Promise<void> {
  for (const [id, waiting] of leftovers(now())) {
    if (id === listeningSession.peek()) continue;
    try {
      for (let from = 0; from < waiting.length; from += AT_ONCE) {
        const commands = sendable(waiting.slice(from, from + AT_ONCE), now());
        await request('POST', pathOf(id), { body: { commands } });
      }
      keepWaiting(id, []);
    } catch {
      return;
    }
  }
}
