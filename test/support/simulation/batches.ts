import { Fold, type Folding } from '../../../mixins/actor/fold.ts';
import type { ActorEvent, ActorKind } from '../../../mixins/actor/types.ts';
import type { RecordedEvent } from '../../../mixins/journal/types.ts';
import type { Known } from './clients.ts';

/**
 * Commands that are not in the commit that has the others of their message, though nothing refused them there.
 * @param turns the events of each command to a stream, in order
 * @param known all commands to that stream
 */
export function tornFrom<S, C, E extends ActorEvent>(
  kind: ActorKind<S, C, E>,
  turns: readonly (readonly RecordedEvent[])[],
  known: readonly Known<C>[],
): string[] {
  const torn: string[] = [];
  const batches = Map.groupBy(known, ({ batch }) => batch);
  const batchOf = new Map(known.map(({ cmd, batch }) => [cmd, batch]));
  const seen = new Set<string>();
  const fold = new Fold(kind as unknown as Folding<S>);
  const left = [...turns];
  while (left.length > 0) {
    const { cmd, pos, at } = left[0]!.at(-1)!;
    const batch = batchOf.get(cmd);
    const isFirst = batch !== undefined && !seen.has(batch);
    if (batch !== undefined) seen.add(batch);
    for (const { cmd, command } of isFirst ? batches.get(batch)! : []) {
      const last = left[0]?.at(-1);
      if (last?.cmd === cmd && last.pos === pos) for (const event of left.shift()!) fold.apply(event);
      else if (!isRefused(kind, fold.state, command, at)) torn.push(cmd);
    }
    if (!isFirst) for (const event of left.shift()!) fold.apply(event);
  }
  return torn;
}

function isRefused<S, C, E extends ActorEvent>(
  kind: ActorKind<S, C, E>,
  state: S,
  command: C,
  now: number,
): boolean {
  try {
    kind.decide(state, command, now);
    return false;
  } catch {
    return true;
  }
}
