import { stringify } from 'csv-stringify/sync';
import { CantigaError } from '../../errors.ts';
import { partitionName, partitionOf } from '../../mixins/journal/partitions.ts';
import { type CommitReader, eventsIn, type RecordedEvent } from '../../mixins/journal/types.ts';
import { EVERYWHERE } from '../../mixins/projection/slots.ts';
import { ownerOf } from './stream.ts';

/** Commits that are read at once. */
const COMMITS = 100;

export interface ExportOptions {
  /** Only what was stored from this time on, and before that one: ms since 1970. */
  from?: number | undefined;
  to?: number | undefined;
  /** Only what belongs to this listener (`us-…`). */
  user?: string | undefined;
}

/** An event as it is stored, what is sealed in it included. */
export interface ExportedEvent {
  stream: string;
  version: number;
  /** RFC 3339, by the clock of the node that has stored it. */
  at: string;
  type: string;
  schema: number;
  command: string;
  partition: number;
  position: number;
  data: unknown;
  /** What the command was answered, with its last event. */
  reply?: unknown;
}

/**
 * The events of a journal, partition after partition, each in the order of its positions, up to where it was when its turn
 * came.
 * @throws INTERNAL when a position is missing, as what comes after it would be
 */
export async function* exportedEvents(
  log: Pick<CommitReader, 'read' | 'last'>,
  { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, user }: ExportOptions,
): AsyncGenerator<ExportedEvent> {
  for (const p of user === undefined ? EVERYWHERE : [partitionOf(user)]) {
    const last = (await log.last(p))?.pos ?? 0;
    for (let at = 0; at < last; ) {
      const commits = await log.read(p, at, Math.min(COMMITS, last - at));
      if (commits.length === 0)
        throw new CantigaError('INTERNAL', `Position ${at + 1} of partition ${partitionName(p)} is missing.`);
      at += commits.length;
      for (const commit of commits.filter((each) => each.at >= from && each.at < to))
        for (const event of eventsIn(commit))
          if (user === undefined || ownerOf(event.stream).user === user) yield exported(event);
    }
  }
}

function exported({ stream, v, at, type, schema, cmd, p, pos, data, reply }: RecordedEvent): ExportedEvent {
  return {
    ...{ stream, version: v, at: new Date(at).toISOString(), type, schema, command: cmd },
    ...{ partition: p, position: pos, data },
    ...(reply !== undefined && { reply }),
  };
}

/** One line of JSON for each (NDJSON). */
export async function* asNdjson(events: AsyncIterable<ExportedEvent>): AsyncGenerator<string> {
  for await (const event of events) yield `${JSON.stringify(event)}\n`;
}

const COLUMNS = [
  ...(['stream', 'version', 'at', 'type', 'schema', 'command', 'partition', 'position'] as const),
  ...(['data', 'reply'] as const),
];

/** A header and a line for each, as RFC 4180 has it; data and reply are JSON. Formulas begin with an apostrophe. */
export async function* asCsv(events: AsyncIterable<ExportedEvent>): AsyncGenerator<string> {
  const line = (cells: readonly unknown[]) =>
    stringify([cells], { record_delimiter: 'windows', escape_formulas: true });
  yield line(COLUMNS);
  for await (const event of events) yield line(COLUMNS.map((name) => event[name]));
}
