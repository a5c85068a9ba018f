import { isError } from '../../../errors.ts';
import type { Answer, Outcome } from '../../../mixins/actor/actor.ts';
import { isUnknown, type Node } from './cluster.ts';
import type { Farewell, Place } from './scenario.ts';
import type { World } from './world.ts';

/** What one client knows of one of its commands, at the end. */
export interface Known<C> {
  stream: string;
  cmd: string;
  command: C;
  /** The id of the first command of its message, which may have several. */
  batch?: string;
  /** Every answer that came, also late ones and those to copies of the message. */
  answers: Answer[];
  /** Whether it was said that it is stored, without an answer besides. */
  isAcknowledged?: boolean;
  /** How many times it was refused: surely not taken by that message. */
  refusals: number;
}

interface ClientOptions<C> {
  world: World;
  cluster: { readonly nodes: readonly Node<C>[] };
  places: readonly Place[];
  messages: number;
  say(world: World, stream: string): C[];
  /** Whether nothing may be said to a stream any more. */
  isSilent(stream: string): boolean;
  /** Probability that a message is lost, or comes twice; each way. */
  faults(): { lost: number; twice: number };
}

/** One that sends messages one after the other, each until it is answered or given up, and writes down what it knows. */
export function runClient<C>(name: string, options: ClientOptions<C>, known: Known<C>[]): void {
  const { world, cluster, places, messages, say, isSilent, faults } = options;
  let sent = 0;
  const next = () => {
    if (sent++ === messages) return;
    const place = world.oneOf(places);
    const { stream } = place;
    const batch = `${name}-${sent}`;
    const entries = say(world, stream).map((command, i): Known<C> => {
      const cmd = i === 0 ? batch : `${batch}.${i}`;
      return { stream, cmd, command, batch, answers: [], refusals: 0 };
    });
    known.push(...entries);
    let tries = world.between(1, 7);
    let isOver = false;
    const over = () => {
      if (isOver) return;
      isOver = true;
      world.after(world.chance() * 20, next);
    };
    const deliver = () => {
      if (isSilent(stream) || cluster.nodes.length === 0) return;
      const answered = (tell: () => void) => {
        if (!world.odds(faults().lost)) world.after(world.chance() * 10, tell);
      };
      tell(world.oneOf(cluster.nodes), place, entries).then(
        (outcomes) =>
          answered(() => {
            for (const [i, entry] of entries.entries()) note(entry, outcomes[i]!);
            over();
          }),
        (error) =>
          answered(() => {
            if (isUnknown(error)) return;
            for (const entry of entries) entry.refusals++;
            over();
          }),
      );
    };
    const attempt = () => {
      if (isOver) return;
      if (tries-- === 0) return over();
      if (!world.odds(faults().lost)) world.after(world.chance() * 10, deliver);
      // Copies that linger, perhaps for longer than the client waits.
      if (world.odds(faults().twice)) world.after(world.chance() * 500, deliver);
      world.after(50 + world.chance() * 100, attempt);
    };
    attempt();
  };
  next();
}

/** Tells everything that is said last, until it is done: nothing about somebody is stored after it. */
export function runFarewell<C>(
  { prefix, commands }: Farewell<C>,
  { world, cluster, silence }: Pick<ClientOptions<C>, 'world' | 'cluster'> & { silence(): void },
  known: Known<C>[],
): void {
  const entries = commands.map(({ place, id, command }) => {
    const entry: Known<C> = { stream: place.stream, cmd: id, command, answers: [], refusals: 0 };
    return { place, entry };
  });
  known.push(...entries.map(({ entry }) => entry));
  const next = (n: number) => {
    if (n === entries.length) return;
    if (n > 0) silence();
    const { place, entry } = entries[n]!;
    const again = () => void world.after(world.chance() * 50, () => next(n));
    const isBusy = cluster.nodes.some(({ underWay }) => underWay.some((stream) => stream.startsWith(prefix)));
    if (cluster.nodes.length === 0 || (n > 0 && isBusy)) return again();
    let isOver = false;
    const over = (then: () => void) => {
      if (isOver) return;
      isOver = true;
      then();
    };
    // Of a node that has died nothing is heard.
    world.after(200, () => over(again));
    tell(world.oneOf(cluster.nodes), place, [entry]).then(
      ([outcome]) => {
        note(entry, outcome!);
        over(() => next(n + 1));
      },
      (error) => over(isError(error, 'NOT_FOUND') ? () => next(n + 1) : again),
    );
  };
  next(0);
}

function tell<C>(node: Node<C>, place: Place, entries: readonly Known<C>[]): Promise<Outcome[]> {
  return node.tell(
    place,
    entries.map(({ cmd, command }) => ({ id: cmd, command })),
  );
}

function note<C>(entry: Known<C>, outcome: Outcome): void {
  if ('refusal' in outcome) entry.refusals++;
  else entry.answers.push(outcome);
}
