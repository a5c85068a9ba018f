import { computed, signal } from '@preact/signals';
import { keepScroll, placeOf } from './scroll.ts';

interface Place {
  path: string;
  /** With the question mark, or empty. */
  search: string;
  /** Tells the entries of the history of this tab apart. */
  key: string;
}

/** How the place was come to: forward to a new one, back or forth to one that was left, or by loading the page. */
export type Arrival = 'forward' | 'return' | 'load';

const placeNow = (key: string): Place => ({ path: location.pathname, search: location.search, key });

const place = signal<Place>(placeNow((history.state as { key?: string } | null)?.key ?? newKey()));
/** How many entries of the player stand before this one in the history, at least. */
let depth = (history.state as { depth?: number } | null)?.depth ?? 0;

export let arrival: Arrival = 'load';

export const path = computed(() => place.value.path);
export const placeKey = computed(() => place.value.key);
export const query = computed(() => new URLSearchParams(place.value.search));

const leaving: ((key: string) => void)[] = [];

/** Tells when a place is left for another one of the player, and its key. */
export function onLeave(tell: (key: string) => void): void {
  leaving.push(tell);
}

/** Whoever looks at the place that is shown has not seen it before, as after signing in. */
export function arriveAnew(): void {
  arrival = 'forward';
}

function leave(): void {
  const { key } = place.peek();
  keepScroll(key);
  for (const tell of leaving) tell(key);
}

/** Goes to an address of the player. @param replace whether the one that is left is not to be come back to */
export function navigate(to: string, { replace = false } = {}): void {
  const here = place.peek();
  const target = new URL(to, location.href);
  if (target.pathname === here.path && target.search === here.search && !replace) {
    scrollTo({ top: 0, behavior: 'smooth' });
    return;
  }
  leave();
  // Another query of the same page is the same place: who types a search does not collect entries or lose the scroll.
  const key = replace ? here.key : newKey();
  if (!replace) depth++;
  history[replace ? 'replaceState' : 'pushState']({ key, depth }, '', target);
  arrival = replace ? arrival : 'forward';
  place.value = placeNow(key);
}

/** Changes parameters of the address in place; those that are undefined or empty are dropped. */
export function setQuery(changes: Record<string, string | undefined>): void {
  const wanted = new URLSearchParams(place.peek().search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) wanted.set(name, value);
    else wanted.delete(name);
  }
  const text = wanted.toString();
  navigate(text === '' ? place.peek().path : `${place.peek().path}?${text}`, { replace: true });
}

/** Goes back where one was, or to `otherwise` when the player was opened here. */
export function goBack(otherwise: string): void {
  if (depth > 0) history.back();
  else navigate(otherwise, { replace: true });
}

/** Whether a page is the one that is shown, for links that lead to it. */
export function isHere(target: string): boolean {
  return target === '/' ? path.value === '/' : path.value === target || path.value.startsWith(`${target}/`);
}

/** Begins to follow links and the history. */
export function startRouter(): void {
  history.scrollRestoration = 'manual';
  history.replaceState({ key: place.peek().key, depth }, '');
  addEventListener('popstate', ({ state }) => {
    leave();
    const { key, depth: there = 0 } = (state ?? {}) as { key?: string; depth?: number };
    depth = there;
    arrival = 'return';
    place.value = placeNow(key ?? newKey());
  });
  addEventListener('pagehide', () => keepScroll(place.peek().key));
  document.addEventListener('click', followLink);
}

/** Scroll to restore at the place that is shown; undefined for one that was not here before. */
export function scrollToRestore(): number | undefined {
  return arrival === 'forward' ? undefined : placeOf(place.peek().key);
}

function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element).closest('a');
  if (link === null || link.target !== '' || link.hasAttribute('download')) return;
  if (link.origin !== location.origin || /^\/(api|rest)\//.test(link.pathname)) return;
  if (link.hash !== '' && link.pathname === location.pathname) return;
  event.preventDefault();
  navigate(link.href);
}

function newKey(): string {
  return Math.random().toString(36).slice(2, 10);
}
