import { storage } from '../state/storage.ts';
import { unpacked, type Waiting } from './outbox.ts';

const KEPT = 'cantiga-listening-';

/** Keeps what a session was not told yet, where the next page finds it. */
export function keepWaiting(session: string, waiting: readonly Waiting[]): void {
  if (waiting.length === 0) storage.remove(KEPT + session);
  else storage.set(KEPT + session, JSON.stringify(waiting));
}

/** What pages that are gone have not told, by session. A page that is still there tells it, too: once it counts. */
export function leftovers(now: number): [session: string, waiting: readonly Waiting[]][] {
  return storage
    .keys()
    .filter((key) => key.startsWith(KEPT))
    .map((key) => [key.slice(KEPT.length), unpacked(storage.get(key), now)]);
}

export function forgetWaiting(): void {
  for (const key of storage.keys()) if (key.startsWith(KEPT)) storage.remove(key);
}
