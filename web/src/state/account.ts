import { effect, signal } from '@preact/signals';
import type { UserResource } from '../../../services/gateway/rest/resources.ts';
import { comebacks, PATIENCE } from '../api/connection.ts';
import { get } from '../api/http.ts';
import { forgetPages } from '../api/pages.ts';
import { Unreachable } from '../api/problem.ts';
import { forgetResources } from '../api/resource.ts';
import { signOut as endSession, session } from '../api/session.ts';
import { forgetMarks } from './marks.ts';
import { forgetPreferences, loadPreferences } from './preferences.ts';

/** Who is signed in; undefined until the server has told. */
export const me = signal<UserResource | undefined>(undefined);

/** Why it is not known who is signed in; undefined while there is hope. */
export const entryFailure = signal<unknown>(undefined);

let entering: AbortController | undefined;

/** Who was signed in last: a session that ends and goes on is no reason to forget anything, another listener is. */
let last: string | undefined;
const cleaners: (() => void)[] = [forgetPages, forgetResources, forgetMarks, forgetPreferences];

/** Has something that belongs to whoever is signed in forgotten when they are no longer. */
export function forgetAtSignOut(forget: () => void): void {
  cleaners.push(forget);
}

/** Asks the server who is signed in, unless it is being asked: that decides what is shown. */
export async function enter(): Promise<void> {
  if (entering !== undefined) return;
  const mine = new AbortController();
  entering = mine;
  entryFailure.value = undefined;
  const late = setTimeout(() => {
    entryFailure.value = new Unreachable();
  }, PATIENCE);
  try {
    const user = await get<UserResource>('/me', mine.signal);
    if (last !== undefined && last !== user.id) forgetAll();
    last = user.id;
    me.value = user;
    entryFailure.value = undefined;
    void loadPreferences();
  } catch (error) {
    // A session that has ended is no failure, and neither is a question that was given up.
    if (session.peek() !== 'out' && !mine.signal.aborted) entryFailure.value = error;
  } finally {
    clearTimeout(late);
    if (entering === mine) entering = undefined;
  }
}

/** Asks again, without waiting for an answer that does not come. */
export async function enterAgain(): Promise<void> {
  entering?.abort();
  entering = undefined;
  await enter();
}

/** Signs out for good. What the browser keeps of the listener goes too. @throws {Refused} {Unreachable} */
export async function signOut(): Promise<void> {
  await endSession();
  forgetAll();
}

function forgetAll(): void {
  for (const forget of cleaners) forget();
}

effect(() => {
  if (session.value !== 'out') return;
  me.value = undefined;
  entering?.abort();
  entering = undefined;
});
effect(() => {
  if (comebacks.value > 0 && session.peek() !== 'out' && me.peek() === undefined) void enter();
});
