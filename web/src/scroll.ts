const KEPT = 'cantiga-scroll';
const MOST = 50;
/** Milliseconds for which the page may grow to where it was. */
const PATIENCE = 4000;

const places = new Map<string, number>(read());

/** Remembers how far the page is scrolled, under the key of its place in the history. */
export function keepScroll(key: string): void {
  places.delete(key);
  places.set(key, Math.round(scrollY));
  if (places.size > MOST) places.delete(places.keys().next().value!);
  try {
    sessionStorage.setItem(KEPT, JSON.stringify([...places]));
  } catch {}
}

export function placeOf(key: string): number | undefined {
  return places.get(key);
}

function read(): [string, number][] {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? '[]') as [string, number][];
  } catch {
    return [];
  }
}

/**
 * Scrolls to where the page was, as soon as it is long enough, unless somebody scrolls it before.
 * @returns what gives that up
 */
export function restoreScroll(top: number): () => void {
  const until = performance.now() + PATIENCE;
  const ended = new AbortController();
  const stop = () => ended.abort();
  for (const name of ['wheel', 'touchstart', 'keydown', 'pointerdown']) {
    addEventListener(name, stop, { passive: true, signal: ended.signal });
  }
  const tryNow = () => {
    if (ended.signal.aborted) return;
    const longest = document.documentElement.scrollHeight - innerHeight;
    if (longest < top && performance.now() < until) {
      requestAnimationFrame(tryNow);
      return;
    }
    scrollTo(0, top);
    stop();
  };
  tryNow();
  return stop;
}
