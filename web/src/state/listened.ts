import { signal } from '@preact/signals';
import { keep, kept, storage } from './storage.ts';

/** An album that was heard in this browser. */
export interface Listened {
  id: string;
  /** Its tracks that were begun. */
  count: number;
  /** ms since 1970 */
  at: number;
}

const KEPT = 'cantiga-listened';
const MOST = 200;

/** Albums that were heard in this browser, the last one first. */
export const listened = signal<readonly Listened[]>(kept<Listened[]>(KEPT) ?? []);
let last: string | undefined;

/** Remembers that a track of an album is heard; the same track again, only after another one. */
export function rememberAlbum({ id, albumId }: { id: string; albumId: string }): void {
  if (id === last) return;
  last = id;
  const all = listened.peek();
  const count = (all.find((one) => one.id === albumId)?.count ?? 0) + 1;
  const others = all.filter((one) => one.id !== albumId);
  listened.value = [{ id: albumId, count, at: Date.now() }, ...others].slice(0, MOST);
  keep(KEPT, listened.peek());
}

export function forgetListened(): void {
  listened.value = [];
  storage.remove(KEPT);
}
