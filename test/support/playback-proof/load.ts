import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Principal } from '../../../services/actions.ts';
import type { DeliveryReport, TellAnswer } from '../../../services/playback/answers.ts';
import type { ToldCommand } from '../../../services/playback/session/commands.ts';
import type { World } from '../simulation/world.ts';
import { Died, GivenUp, type PlaybackProcess, Refused } from './process.ts';

/** A command of a client, as its own journal has it. */
export type Sent = { user: string; session: string; id: string } & (
  | { command: ToldCommand }
  | { delivery: Omit<DeliveryReport, 'id' | 'session' | 'client'> }
);

/** A line of a client's journal. */
type Line = { sent: Sent } | { answered: string; answer: TellAnswer | null } | { refused: string };

/** Whom clients speak to. */
export type Spoken = Pick<PlaybackProcess, 'call'>;

/** What a journal of clients tells of a command. */
export interface Remembered {
  sent: Sent;
  answers: (TellAnswer | null)[];
  refusals: number;
}

const FILES = ['a', 'b'];
const FILE_SIZE = 10_000;

/** Clients that write down what they send before they send it, and each answer when it has come. */
export class Load {
  readonly #file: string;
  readonly #world: World;
  readonly #unknown: Sent[] = [];
  readonly #done: Sent[] = [];
  readonly #places: { as: Principal; session: string }[] = [];
  #ids = 0;
  #left = 0;
  #node: Spoken | undefined;

  /** @param file the journal of all clients together */
  constructor(file: string, world: World) {
    this.#file = file;
    this.#world = world;
  }

  /** Opens sessions: so many listeners have two each. */
  async open(node: Spoken, listeners: number): Promise<void> {
    for (let n = 0; n < listeners * 2; n++) {
      const as: Principal = { id: `us-${n >> 1}`, name: `listener${n >> 1}`, roles: ['listener'] };
      const device = { id: `d${n}`, name: 'Kitchen', client: 'proof' };
      const { session } = await node.call('playback.open', { device }, as);
      this.#places.push({ as, session });
    }
  }

  /**
   * All clients speak to a process until it dies, or until they have said so much or enough; those first that had no
   * answer from the one before it.
   */
  async run(node: Spoken, most: number): Promise<void> {
    this.#node = node;
    this.#left = most;
    const again = this.#unknown.splice(0);
    await Promise.all(
      this.#places.map(async () => {
        for (let sent = again.pop(); sent !== undefined; sent = again.pop())
          if (!(await this.#tell(sent))) return;
        while (this.#left-- > 0) if (!(await this.#tell(this.#next()))) return;
      }),
    );
    this.#unknown.push(...again);
  }

  /** Clients say nothing more when what they have said is answered. */
  enough(): void {
    this.#left = 0;
  }

  /** How many commands have no answer yet. */
  get unknown(): number {
    return this.#unknown.length;
  }

  /** @returns whether the process lives */
  async #tell(sent: Sent): Promise<boolean> {
    const { user, session, id } = sent;
    const as: Principal = { id: user, name: user, roles: ['listener'] };
    this.#write({ sent });
    for (;;) {
      try {
        const answer =
          'command' in sent
            ? await this.#node!.call('playback.tell', { session, id, command: sent.command }, as)
            : await this.#deliver(sent.user, { id, session, client: 'proof', ...sent.delivery });
        this.#write({ answered: id, answer });
        this.#done.push(sent);
        return true;
      } catch (error) {
        if (error instanceof Died) {
          this.#unknown.push(sent);
          return false;
        }
        if (error instanceof GivenUp) return true;
        if (!(error instanceof Refused)) throw error;
        if (!error.retryable || error.type === 'CONFLICT') {
          this.#write({ refused: id });
          return true;
        }
        await sleep(20);
      }
    }
  }

  async #deliver(user: string, report: DeliveryReport): Promise<null> {
    const service: Principal = { id: 'proof', name: 'proof', roles: ['service'] };
    await this.#node!.call('playback.deliver', { user, name: user, deliveries: [report] }, service);
    return null;
  }

  #next(): Sent {
    const world = this.#world;
    // Somebody who has not heard the answer, or believes so.
    if (this.#done.length > 0 && world.odds(0.1)) return world.oneOf(this.#done.slice(-200));
    const { as, session } = world.oneOf(this.#places);
    const common = { user: as.id, session, id: `c${String(++this.#ids).padStart(7, '0')}` };
    if (world.odds(0.25)) {
      const from = world.between(0, FILE_SIZE);
      const ranges: [number, number][] = [[from, world.between(from, FILE_SIZE) + 1]];
      const file = { track: `tr-${world.between(0, 3)}`, file: world.oneOf(FILES), size: FILE_SIZE };
      return {
        ...common,
        delivery: { ...file, ranges, seconds: 1, end: world.oneOf(['complete', 'left'] as const) },
      };
    }
    return { ...common, command: this.#command() };
  }

  #command(): ToldCommand {
    const world = this.#world;
    const track = `tr-${world.between(0, 20)}`;
    const music = { track, album: `al-${track}`, artist: 'ar-1', duration: 0.2 };
    return world.oneOf<ToldCommand>([
      { type: 'start', ...music, source: 'player' },
      { type: 'progress', position: 0.1, heard: 0.1 },
      { type: 'progress' },
      { type: 'pause' },
      { type: 'resume' },
      { type: 'seek', to: 0.15 },
      { type: 'end', reason: 'completed' },
      { type: 'submit', ...music },
    ]);
  }

  #write(line: Line): void {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

/** What the journal of clients has. */
export function remembered(file: string): Remembered[] {
  const commands = new Map<string, Remembered>();
  for (const text of readFileSync(file, 'utf8').trimEnd().split('\n')) {
    const line = JSON.parse(text) as Line;
    if ('sent' in line) {
      if (!commands.has(line.sent.id))
        commands.set(line.sent.id, { sent: line.sent, answers: [], refusals: 0 });
    } else if ('refused' in line) commands.get(line.refused)!.refusals++;
    else commands.get(line.answered)!.answers.push(line.answer);
  }
  return [...commands.values()];
}
