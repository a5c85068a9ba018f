import { isDeepStrictEqual } from 'node:util';
import { Fold, type Folding } from '../../../mixins/actor/fold.ts';
import type { ActorEvent, ActorKind } from '../../../mixins/actor/types.ts';
import { NOTED } from '../../../mixins/actor/upcast.ts';
import { type CommitReader, eventsIn, type RecordedEvent } from '../../../mixins/journal/types.ts';
import type { ProjectorOptions } from '../../../mixins/projection/projector.ts';
import type { ModelDoc, ReadModel } from '../../../mixins/projection/types.ts';
import { tornFrom } from './batches.ts';
import type { Known } from './clients.ts';

const ALL = 1_000_000;

/** Of all that may be wrong, so much is told. */
const MOST_SHOWN = 20;

/**
 * What is wrong with a journal, given what its clients know; empty when all is well.
 * @param log all streams in it are of that kind, or not `wanted`
 */
export async function violationsOf<S, C, E extends ActorEvent>(
  kind: ActorKind<S, C, E>,
  log: CommitReader,
  partitions: readonly number[],
  known: readonly Known<C>[],
  wanted: (stream: string) => boolean = () => true,
): Promise<string[]> {
  const found: string[] = [];
  const streams = new Map<string, RecordedEvent[]>();
  for (const p of partitions) {
    const commits = await log.read(p, 0, ALL);
    const last = (await log.last(p))?.pos ?? 0;
    if (commits.length !== last)
      found.push(`partition ${p} has ${last} positions, of which ${commits.length} in a row`);
    for (const event of commits.flatMap(eventsIn)) {
      const events = streams.get(event.stream);
      if (events !== undefined) events.push(event);
      else if (wanted(event.stream)) streams.set(event.stream, [event]);
    }
  }
  const taken = new Map<string, RecordedEvent>();
  const commands = new Map(known.map((each) => [`${each.stream}#${each.cmd}`, each]));
  for (const [stream, events] of streams) {
    const fold = new Fold(kind as unknown as Folding<S>);
    const turns = turnsOf(events);
    const before = found.length;
    let earliest = 0;
    for (const turn of turns) {
      const last = turn.at(-1)!;
      const key = `${stream}#${last.cmd}`;
      const asked = commands.get(key);
      if (taken.has(key)) found.push(`${key} was taken twice`);
      taken.set(key, last);
      if (asked === undefined) {
        found.push(`${key} was never sent`);
        break;
      }
      const recorded = turn.filter(({ type }) => type !== NOTED).map(({ type, data }) => ({ type, data }));
      // When nothing came of it, nothing says when that was but what was stored before and after.
      const times = recorded.length > 0 ? [timeOf(turn)] : [last.at, earliest];
      const decided = times.map((at) => attempted(() => kind.decide(fold.state, asked.command, at)));
      earliest = last.at;
      for (const event of turn) {
        if (event.v !== fold.v + 1) found.push(`${stream} goes on with ${event.v} after ${fold.v}`);
        else fold.apply(event);
      }
      if (!decided.some((events) => isDeepStrictEqual(recorded, events)))
        found.push(
          `${key} was decided on another state: ${JSON.stringify(recorded)}, not ${JSON.stringify(decided[0])}`,
        );
      const reply = { v: last.v, is: attempted(() => kind.reply(fold.state, asked.command)) };
      if (!isDeepStrictEqual(last.reply, reply)) found.push(`${key} has a reply of another state`);
    }
    if (found.length === before) {
      const ofStream = known.filter((each) => each.stream === stream);
      for (const cmd of tornFrom(kind, turns, ofStream))
        found.push(`${stream}#${cmd} is not stored with what was told together with it`);
    }
    const isWhole = isDeepStrictEqual(
      (await log.stream(stream, 1, ALL)).map(({ v }) => v),
      events.map(({ v }) => v),
    );
    if (!isWhole) found.push(`${stream} is not in its partition as it is by itself`);
  }
  for (const [key, { answers, isAcknowledged }] of commands) {
    const event = taken.get(key);
    if ((answers.length > 0 || isAcknowledged) && event === undefined)
      found.push(`${key} was answered and is lost`);
    for (const answer of answers) {
      const expected = { reply: (event?.reply as { is: unknown } | undefined)?.is, v: event?.v };
      if (event && !isDeepStrictEqual(answer, expected)) found.push(`${key} was answered differently`);
    }
  }
  return found.slice(0, MOST_SHOWN);
}

/** When a command was decided, as the last of its events says: `at` may be something else in those before. */
function timeOf(turn: readonly RecordedEvent[]): number {
  const last = turn.at(-1)!;
  return (last.data as { at?: number }).at ?? last.at;
}

/** What is wrong with the documents of a read model: they must be what all events come to, without what is erased. */
export async function staleIn(
  model: ReadModel,
  log: Pick<CommitReader, 'read'>,
  partitions: readonly number[],
  stored: ReadonlyMap<string, object>,
  erases?: ProjectorOptions['erases'],
): Promise<string[]> {
  const expected = new Map<string, ReturnType<ReadModel['apply']>>();
  for (const p of partitions)
    for (const event of (await log.read(p, 0, ALL)).flatMap(eventsIn)) {
      if (event.type === NOTED) continue;
      for (const id of model.touched(event))
        expected.set(id, model.apply(expected.get(id), event, id) ?? expected.get(id));
      const prefix = erases?.(event);
      if (prefix === undefined) continue;
      for (const id of expected.keys()) if (id.startsWith(prefix)) expected.delete(id);
    }
  const found: string[] = [];
  for (const id of new Set([...expected.keys(), ...stored.keys()])) {
    const { rev: _, ck: __, ...content } = (stored.get(id) ?? {}) as Partial<ModelDoc>;
    const doc = stored.has(id) ? content : undefined;
    if (!isDeepStrictEqual(doc, expected.get(id)))
      found.push(`${model.name} ${id} is ${JSON.stringify(doc)}, not ${JSON.stringify(expected.get(id))}`);
  }
  return found.slice(0, MOST_SHOWN);
}

function attempted<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    return `refusal (${error})`;
  }
}

/** The events of each command. */
function turnsOf(events: readonly RecordedEvent[]): RecordedEvent[][] {
  const turns: RecordedEvent[][] = [];
  let turn: RecordedEvent[] = [];
  for (const event of events) {
    turn.push(event);
    if (event.reply === undefined) continue;
    turns.push(turn);
    turn = [];
  }
  return turn.length > 0 ? [...turns, turn] : turns;
}
