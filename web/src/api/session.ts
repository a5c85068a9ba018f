import { signal } from '@preact/signals';
import type { SessionResource } from '../../../services/gateway/rest/resources.ts';
import { storage } from '../state/storage.ts';
import { notReached, PATIENCE, reached } from './connection.ts';
import { Refused, refusalIn, Unreachable } from './problem.ts';

/** `in` is what is known, or taken to be until the server says otherwise. */
export const session = signal<'unknown' | 'in' | 'out'>('unknown');

/** Tabs share the cookies of the session, so what one of them renews is renewed for all: this is when, in ms since 1970. */
const RENEWED = 'cantiga-renewed';
/** Seconds for which a session is taken to be good that this tab has not begun or renewed itself. */
const OF_OTHERS = 300;
/** Part of its life after which a session is renewed. */
const RENEW_AFTER = 0.8;
const LONGEST = 20_000;

let renewal: Promise<boolean> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
/** ms since 1970. */
let due = 0;

/** Whether this browser was signed in when the page was last left. */
export function wasSignedIn(): boolean {
  return storage.get(RENEWED) !== null;
}

/** Takes who has never signed in here for signed out, without asking; where nothing can be kept, the server knows. */
export function beginSession(): void {
  if (!wasSignedIn() && storage.isUsable()) session.value = 'out';
}

/** The cookies are good, as an answer has shown: they will be renewed in time. */
export function sessionIsGood(): void {
  session.value = 'in';
  renewIn(OF_OTHERS);
}

/** @throws {Refused} {Unreachable} */
export async function signIn(username: string, password: string): Promise<void> {
  const response = await post('sign-in', { username, password });
  if (!response.ok) throw await refusalIn(response);
  renewed(((await response.json()) as SessionResource).expiresIn);
}

/** Ends the session of this browser, in all its tabs. @throws {Refused} {Unreachable} */
export async function signOut(): Promise<void> {
  const response = await post('sign-out');
  if (!response.ok) throw await refusalIn(response);
  ended();
}

/**
 * Tabs take turns. Where they cannot (on a page without HTTPS, or behind a tab that its browser has stopped), the server
 * gives all who renew at once the same.
 */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return work();
  let hasBegun = false;
  const begun = () => {
    hasBegun = true;
    return work();
  };
  try {
    return (await navigator.locks.request(RENEWED, { signal: AbortSignal.timeout(PATIENCE) }, begun)) as T;
  } catch (error) {
    if (hasBegun) throw error;
    return work();
  }
}

/**
 * Renews the session, unless somebody has since it was found to have ended.
 * @param since ms since 1970
 * @returns whether it is good now
 * @throws {Unreachable} when the server does not answer: the session may be good
 */
export function renew(since = Date.now()): Promise<boolean> {
  renewal ??= inTurn(() => renewUnlessDone(since)).finally(() => {
    renewal = undefined;
  });
  return renewal;
}

async function renewUnlessDone(since: number): Promise<boolean> {
  if (Number(storage.get(RENEWED)) >= since) {
    sessionIsGood();
    return true;
  }
  const response = await post('refresh');
  if (response.ok) {
    renewed(((await response.json()) as SessionResource).expiresIn);
    return true;
  }
  const refusal = await refusalIn(response);
  if (!(refusal instanceof Refused && refusal.status === 401)) throw refusal;
  ended();
  return false;
}

function renewed(expiresIn: number): void {
  storage.set(RENEWED, String(Date.now()));
  session.value = 'in';
  renewIn(expiresIn);
}

function ended(): void {
  clearTimeout(timer);
  due = 0;
  storage.remove(RENEWED);
  session.value = 'out';
}

function renewIn(seconds: number): void {
  clearTimeout(timer);
  const wait = seconds * 1000 * RENEW_AFTER;
  due = Date.now() + wait;
  timer = setTimeout(renewQuietly, wait);
}

function renewQuietly(): void {
  renew().catch(() => renewIn(OF_OTHERS / 10));
}

async function post(path: string, body: object = {}): Promise<Response> {
  try {
    const response = await fetch(`/api/v1/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Cantiga': '1' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(LONGEST),
    });
    reached();
    return response;
  } catch {
    notReached();
    throw new Unreachable();
  }
}

// Timers do not run while a machine sleeps.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && due > 0 && Date.now() >= due) renewQuietly();
});

// Another tab has signed in or out.
addEventListener('storage', ({ key, newValue }) => {
  if (key !== RENEWED) return;
  if (newValue !== null && session.peek() === 'out') sessionIsGood();
  if (newValue === null && session.peek() === 'in') ended();
});
