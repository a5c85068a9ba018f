import type { Answer } from '../../../mixins/actor/actor.ts';
import { isUnknown, type Node } from './cluster.ts';
import type { World } from './world.ts';

/** What one client knows of one of its commands, at the end. */
export interface Known<C> {
  stream: string;
  cmd: string;
  command: C;
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
  streams: readonly { stream: string; p: number }[];
  commands: number;
  make(world: World): C;
  /** Probability that a message is lost, or comes twice; each way. */
  faults(): { lost: number; twice: number };
}

/** One that sends commands one after the other, each until it is answered or given up, and writes down what it knows. */
export function runClient<C>(name: string, options: ClientOptions<C>, known: Known<C>[]): void {
  const { world, cluster, streams, commands, make, faults } = options;
  let sent = 0;
  const next = () => {
    if (sent++ === commands) return;
    const { stream, p } = world.oneOf(streams);
    const entry: Known<C> = {
      stream,
      cmd: `${name}-${sent}`,
      command: make(world),
      answers: [],
      refusals: 0,
    };
    known.push(entry);
    let tries = world.between(1, 7);
    let isOver = false;
    const over = () => {
      if (isOver) return;
      isOver = true;
      world.after(world.chance() * 20, next);
    };
    const deliver = () => {
      const node = cluster.nodes.length > 0 ? world.oneOf(cluster.nodes) : undefined;
      if (node === undefined) return;
      const answered = (tell: () => void) => {
        if (!world.odds(faults().lost)) world.after(world.chance() * 10, tell);
      };
      node.tell(stream, p, { id: entry.cmd, command: entry.command }).then(
        (answer) =>
          answered(() => {
            entry.answers.push(answer);
            over();
          }),
        (error) =>
          answered(() => {
            if (isUnknown(error)) return;
            entry.refusals++;
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
