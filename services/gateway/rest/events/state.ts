import { hash } from 'node:crypto';
import type { Events } from '../resources.ts';

/** What there is to tell, as it is now. */
export type State = { [E in keyof Events]: Events[E] };

/** What a client has been told: prints of the states. Empty where it has been told nothing. */
export interface Seen {
  scan: string;
  library: string;
}

const NAMES = ['scan', 'library'] as const;

/**
 * The events that bring a client up to date, as text (https://html.spec.whatwg.org/multipage/server-sent-events.html),
 * and what it has seen after them. The id of an event says what has been seen with it, so a client goes on where it was
 * at any gateway, also after a restart.
 */
export function news(seen: Seen, state: State): { text: string; seen: Seen } {
  let text = '';
  let now = seen;
  for (const name of NAMES) {
    const data = JSON.stringify(state[name]);
    const print =
      name === 'library' ? String(state.library.position) : hash('sha1', data, 'hex').slice(0, 12);
    if (print === now[name]) continue;
    now = { ...now, [name]: print };
    text += `event: ${name}\nid: ${idOf(now)}\ndata: ${data}\n\n`;
  }
  return { text, seen: now };
}

function idOf({ scan, library }: Seen): string {
  return `${library}.${scan}`;
}

/** What the header Last-Event-ID says that a client has seen; nothing when it is not one of ours. */
export function seenWith(id: string | undefined): Seen {
  const [, library = '', scan = ''] = /^(\d*)\.([0-9a-f]*)$/.exec(id ?? '') ?? [];
  return { scan, library };
}
