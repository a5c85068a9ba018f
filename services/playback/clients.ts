import { LRUCache } from 'lru-cache';
import { isError } from '../../errors.ts';
import { keyedId } from '../keyed-id.ts';
import type { RefusedCommand, TellAnswer } from './answers.ts';
import type { SessionCommand } from './session/commands.ts';
import type { Sessions } from './sessions.ts';

type Open = Pick<Sessions, 'open' | 'tellAll'>;

/** Days of clients of which it is remembered which session they have. */
const REMEMBERED = 50_000;

interface Client {
  /** The listener. */
  user: string;
  /** Their name. */
  listener: string;
  /** The program. */
  client: string;
}

interface Told {
  id: string;
  command: SessionCommand;
}

type Answer = TellAnswer | RefusedCommand;

/**
 * Sessions of clients that know of none: one for each listener, program and day of UTC, opened when it is needed, and
 * another one when that is closed. Which one it is follows from its number, so that every node finds the same.
 */
export class ClientSessions {
  readonly #sessions: Open;
  /** How many sessions of a day are known to be over. */
  readonly #over = new LRUCache<string, { n: number; isOpen: boolean }>({ max: REMEMBERED });

  constructor(sessions: Open) {
    this.#sessions = sessions;
  }

  /**
   * Tells the session of a client, each command for itself. What was heard at a certain time belongs to the day of that
   * time, so that it is known there whenever it is sent again.
   * @param now milliseconds since 1970
   * @returns `session`: one of those that were told
   * @throws UNAVAILABLE, DISK_FULL
   */
  async tell(
    client: Client,
    commands: readonly Told[],
    now: number,
  ): Promise<{ session: string; answers: Answer[] }> {
    const days = Map.groupBy(commands.keys(), (i) => dayOf(submittedAt(commands[i]!) ?? now));
    const answers: Answer[] = [];
    let session = '';
    for (const [day, places] of days) session = await this.#tellDay(client, day, commands, places, answers);
    return { session, answers };
  }

  /** Puts the answers to the commands at some places into the same places. */
  async #tellDay(
    client: Client,
    day: string,
    commands: readonly Told[],
    places: readonly number[],
    answers: Answer[],
  ): Promise<string> {
    const present = this.#presentOf(client, day);
    const isDated = places.some((i) => submittedAt(commands[i]!) !== undefined);
    // A session that is over still knows what it was told, and says so.
    let n = isDated ? 0 : present.n;
    for (let waiting = places; ; n++) {
      const session = keyedId('se', client.user, `${client.client}\n${day}\n${n}`);
      if (n === present.n && !present.isOpen) await this.#open(client, session);
      if (n === present.n) present.isOpen = true;
      const told = await this.#sessions.tellAll(
        client.user,
        session,
        waiting.map((i) => commands[i]!),
      );
      for (const [k, i] of waiting.entries()) answers[i] = told[k]!;
      waiting = waiting.filter((i) => isOver(answers[i]!));
      if (waiting.length === 0) return session;
      if (n === present.n) Object.assign(present, { n: n + 1, isOpen: false });
    }
  }

  #presentOf({ user, client }: Client, day: string) {
    const key = `${user}\n${day}\n${client}`;
    const known = this.#over.get(key);
    if (known !== undefined) return known;
    const first = { n: 0, isOpen: false };
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

/** When a client says that something was heard, ms since 1970. */
function submittedAt({ command }: Told): number | undefined {
  return command.type === 'submit' ? command.at : undefined;
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function isOver(answer: Answer): boolean {
  return 'refused' in answer && answer.refused === 'SESSION_CLOSED';
}
