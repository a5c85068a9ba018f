import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SessionEventResource } from '../../../../services/gateway/rest/playback-resources.ts';
import type { ListOf } from '../../../../services/gateway/rest/resources.ts';
import { get, withQuery } from '../../api/http.ts';

const AT_ONCE = 500;
/** Events that are shown of a session at most: weeks of listening. */
const MOST = 5000;

/** What is known of the events of a session. */
export interface Events {
  items: readonly SessionEventResource[];
  error: unknown;
  retry(): void;
}

interface Known {
  items: readonly SessionEventResource[];
  /** Of the last page that was loaded, and how many came before it. */
  cursor: string | undefined;
  before: number;
}

/**
 * The events of a session up to a version, and those after them when the version is a later one.
 * @param version undefined while it is not known
 */
export function useEvents(path: string, user: string | undefined, version: number | undefined): Events {
  const known = useSignal<Known>({ items: [], cursor: undefined, before: 0 });
  const error = useSignal<unknown>(undefined);
  const tries = useSignal(0);
  const wanted = Math.min(version ?? 0, MOST);
  const { items, cursor, before } = known.value;
  useEffect(() => {
    if ((items.at(-1)?.version ?? 0) >= wanted) return undefined;
    const given = new AbortController();
    error.value = undefined;
    const query = { limit: AT_ONCE, cursor, user };
    get<ListOf<SessionEventResource>>(withQuery(`${path}/events`, query), given.signal).then(
      (page) => {
        const all = [...items.slice(0, before), ...page.items];
        if (all.length <= items.length) return;
        // A page that is not full yet is read again when there are more events.
        known.value =
          page.next === null
            ? { items: all, cursor, before }
            : { items: all, cursor: page.next, before: all.length };
      },
      (reason: unknown) => {
        if (!given.signal.aborted) error.value = reason;
      },
    );
    return () => given.abort();
  }, [path, user, wanted, items, tries.value]);
  return {
    items,
    error: error.value,
    retry: () => {
      tries.value++;
    },
  };
}
