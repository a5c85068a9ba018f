import { hash } from 'node:crypto';
import type { Events } from '../resources.ts';

/** What there is to tell, as it is now. The queue is that of one listener. */
export type State = { [E in keyof Events]: Events[E] };

/** What a client has been told: prints of the states. Empty where it has been told nothing. */
export type Seen = Readonly<Record<keyof Events, string>>;

const NAMES = ['scan', 'library', 'queue'] as const;

/** What of a state tells it from others. */
const PRINTS: { [E in keyof Events]: (data: Events[E]) => string } = {
  scan: (scan) => hash('sha1', JSON.stringify(scan), 'hex').slice(0, 12),
  library: ({ position }) => String(position),
  queue: ({ rev }) => String(rev),
};

/**
 * The events that bring a client up to date, as text (https://html.spec.whatwg.org/multipage/server-sent-events.html),
 * and what it has seen after them. The id of an event says what has been seen with it, so a client goes on where it was
 * at any gateway, also after a restart.
 */
export function news(seen: Seen, state: Partial<State>): { text: string; seen: Seen } {
  let text = '';
  let now = seen;
  for (const name of NAMES) {
    const data = state[name];
    if (data === undefined) continue;
    const print = PRINTS[name](data as never);
    if (print === now[name]) continue;
    now = { ...now, [name]: print };
    text += `event: ${name}\nid: ${idOf(now)}\ndata: ${JSON.stringify(data)}\n\n`;
  }
  return { text, seen: now };
}

function idOf({ scan, library, queue }: Seen): string {
  return `${library}.${scan}.${queue}`;
}

/** What the header Last-Event-ID says that a client has seen; nothing when it is not one of ours. */
export function seenWith(id: string | undefined): Seen {
  const [, library = '', scan = '', queue = ''] = /^(\d*)\.([0-9a-f]*)(?:\.(\d*))?$/.exec(id ?? '') ?? [];
  return { scan, library, queue };
}
