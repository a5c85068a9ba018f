import { effect, signal } from '@preact/signals';
import type { UserResource } from '../../../services/gateway/rest/resources.ts';
import { get } from '../api/http.ts';
import { forgetPages } from '../api/pages.ts';
import { forgetResources } from '../api/resource.ts';
import { signOut as endSession, session } from '../api/session.ts';
import { forgetListened } from './listened.ts';
import { forgetMarks } from './marks.ts';
import { forgetPreferences, loadPreferences } from './preferences.ts';

/** Who is signed in; undefined until the server has told. */
export const me = signal<UserResource | undefined>(undefined);

/** Who was signed in last: a session that ends and goes on is no reason to forget anything, another listener is. */
let last: string | undefined;
const cleaners: (() => void)[] = [
  forgetPages,
  forgetResources,
  forgetListened,
  forgetMarks,
  forgetPreferences,
];

/** Has something that belongs to whoever is signed in forgotten when they are no longer. */
export function forgetAtSignOut(forget: () => void): void {
  cleaners.push(forget);
}

/**
 * Asks the server who is signed in: that decides what is shown.
 * @throws {Refused} {Unreachable}; a session that has ended is no error
 */
export async function whoAmI(): Promise<void> {
  try {
    const user = await get<UserResource>('/me');
    if (last !== undefined && last !== user.id) forgetAll();
    last = user.id;
    me.value = user;
    await loadPreferences();
  } catch (error) {
    if (session.peek() !== 'out') throw error;
  }
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
  if (session.value === 'out') me.value = undefined;
});
