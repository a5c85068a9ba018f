import { onLeave } from '../router.ts';

/** Milliseconds for which a page may replace what it showed at first. */
const PATIENCE = 4000;
const MOST = 50;

/** Addresses of the links that were followed, by the keys of the places where they are. */
const followed = new Map<string, string>();

onLeave((key) => {
  followed.delete(key);
  const link = document.activeElement?.closest<HTMLAnchorElement>('main a[href]');
  if (link) followed.set(key, link.getAttribute('href')!);
  if (followed.size > MOST) followed.delete(followed.keys().next().value!);
});

/** Leads those who do not see that the page has changed to its beginning. @returns what gives that up */
export function focusBeginning(main: HTMLElement): () => void {
  return keepFocus(main, () => {
    const field = main.querySelector<HTMLElement>('[data-focus-first]');
    const target = field ?? main.querySelector('h1') ?? main;
    if (target !== field && !target.hasAttribute('tabindex')) target.tabIndex = -1;
    return target;
  });
}

/** Leads whoever comes back to the link that they followed from there. @returns what gives that up */
export function focusFollowed(main: HTMLElement, key: string): () => void {
  const href = followed.get(key);
  if (href === undefined) return () => {};
  return keepFocus(main, () =>
    main.querySelector<HTMLElement>(`a[href="${CSS.escape(href)}"]:not([tabindex="-1"])`),
  );
}

/** Keeps the focus on what is found, also when a page is here only later, unless somebody goes on from there. */
function keepFocus(main: HTMLElement, find: () => HTMLElement | null): () => void {
  let given: Element = document.activeElement ?? document.body;
  const give = () => {
    const present = document.activeElement ?? document.body;
    if (present !== given && present !== document.body) return stop();
    const target = find();
    if (target === null || target === present) return;
    target.focus({ preventScroll: true });
    given = target;
  };
  const changes = new MutationObserver(give);
  const ended = new AbortController();
  const stop = () => {
    changes.disconnect();
    ended.abort();
    clearTimeout(late);
  };
  const late = setTimeout(stop, PATIENCE);
  for (const name of ['keydown', 'pointerdown']) addEventListener(name, stop, { signal: ended.signal });
  changes.observe(main, { childList: true, subtree: true });
  give();
  return stop;
}
