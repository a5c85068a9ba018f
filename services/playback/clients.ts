import { LRUCache } from 'lru-cache';
import { isError } from '../../errors.ts';
import { keyedId } from '../keyed-id.ts';
import type { RefusedCommand, TellAnswer } from './answers.ts';
import type { SessionCommand } from './session/commands.ts';
import type { Sessions } from './sessions.ts';

type Open = Pick<Sessions, 'open' | 'tellAll'>;

/** Clients of which it is remembered which session they have. */
const REMEMBERED = 50_000;

interface Client {
  /** The listener. */
  user: string;
  /** Their name. */
  listener: string;
  /** The program. */
  client: string;
}

/**
 * Sessions of clients that know of none: one for each listener and program, opened when it is needed, and another one
 * when that is closed. Which one it is follows from its number, so that every node finds the same.
 */
export class ClientSessions {
  readonly #sessions: Open;
  /** How many sessions of a client are known to be over. */
  readonly #over = new LRUCache<string, { day: string; n: number; isOpen: boolean }>({ max: REMEMBERED });

  constructor(sessions: Open) {
    this.#sessions = sessions;
  }

  /**
   * Tells the session of a client, each command for itself.
   * @param now milliseconds since 1970
   * @throws UNAVAILABLE, DISK_FULL
   */
  async tell(
    client: Client,
    commands: readonly { id: string; command: SessionCommand }[],
    now: number,
  ): Promise<{ session: string; answers: (TellAnswer | RefusedCommand)[] }> {
    const present = this.#placeOf(client, now);
    for (;;) {
      const session = keyedId('se', client.user, `${client.client}\n${present.day}\n${present.n}`);
      if (!present.isOpen) await this.#open(client, session);
      present.isOpen = true;
      const answers = await this.#sessions.tellAll(client.user, session, commands);
      const isOver = answers.some((answer) => 'refused' in answer && answer.refused === 'SESSION_CLOSED');
      if (!isOver) return { session, answers };
      present.n++;
      present.isOpen = false;
    }
  }

  #placeOf({ user, client }: Client, now: number) {
    const key = `${user}\n${client}`;
    const day = new Date(now).toISOString().slice(0, 10);
    const known = this.#over.get(key);
    if (known?.day === day) return known;
    const first = { day, n: 0, isOpen: false };
    this.#over.set(key, first);
    return first;
  }

  async #open({ user, listener, client }: Client, session: string): Promise<void> {
    try {
      await this.#sessions.open(user, { id: client, name: client, client, listener }, session);
    } catch (error) {
      // Opened under another command id in a version before: it is there.
      if (!isError(error, 'ALREADY_EXISTS')) throw error;
    }
  }
}
