import { signal } from '@preact/signals';
import { request } from '../api/http.ts';
import { t } from '../i18n/locale.ts';
import { explain } from './explain.ts';
import { toast } from './toasts.ts';

/** Of what a listener can say something. */
export interface Markable {
  id: string;
  starred?: string;
  rating?: number;
}

interface Said {
  isStarred?: boolean;
  /** 0: none. */
  rating?: number;
}

/** What was said since the page was loaded: it goes before what lists that were loaded earlier tell. */
const said = signal<ReadonlyMap<string, Said>>(new Map());

export function isStarred(item: Markable): boolean {
  return said.value.get(item.id)?.isStarred ?? item.starred !== undefined;
}

/** 1 to 5; 0 when the listener has not rated it. */
export function ratingOf(item: Markable): number {
  return said.value.get(item.id)?.rating ?? item.rating ?? 0;
}

/** Stars an item or takes the star away: at once on the screen, and back again when it could not be kept. */
export async function toggleStar(item: Markable): Promise<void> {
  const was = isStarred(item);
  const path = `/stars/${encodeURIComponent(item.id)}`;
  await say(item.id, { isStarred: !was }, { isStarred: was }, t('star.failed'), () =>
    request(was ? 'DELETE' : 'PUT', path),
  );
}

/** @param rating 1 to 5, or 0 to take it back */
export async function rate(item: Markable, rating: number): Promise<void> {
  const was = ratingOf(item);
  const path = `/ratings/${encodeURIComponent(item.id)}`;
  await say(item.id, { rating }, { rating: was }, t('rating.failed'), () =>
    rating === 0 ? request('DELETE', path) : request('PUT', path, { body: { rating } }),
  );
}

export function forgetMarks(): void {
  said.value = new Map();
}

async function say(id: string, now: Said, before: Said, failure: string, keep: () => Promise<unknown>) {
  note(id, now);
  try {
    await keep();
  } catch (error) {
    note(id, before);
    toast(`${failure} ${explain(error)}`, { kind: 'failure' });
  }
}

function note(id: string, change: Said): void {
  said.value = new Map(said.peek()).set(id, { ...said.peek().get(id), ...change });
}
