import { CantigaError } from '../../errors.ts';
import type { CommitReader } from '../../mixins/journal/types.ts';
import type { Sessions } from './sessions.ts';
import { streamOf } from './stream.ts';

/** An event of a session as it is stored, with what is sealed in it opened for who may see it. */
export interface SessionRecord {
  v: number;
  /** ms since 1970, by the clock of the node that has stored it. */
  at: number;
  type: string;
  schema: number;
  /** Id of the command that it comes of. */
  command: string;
  /** Its place in the journal. */
  partition: number;
  position: number;
  data: Record<string, unknown>;
  /** What the command was answered, with its last event. */
  reply?: unknown;
}

/** Events of a session from the one after version `after` on. @throws NOT_FOUND */
export async function recordsOf(
  log: Pick<CommitReader, 'stream'>,
  sessions: Pick<Sessions, 'deviceOf'>,
  user: string,
  { session, after = 0, limit }: { session: string; after?: number | undefined; limit: number },
): Promise<{ items: SessionRecord[]; next: number | null }> {
  const events = await log.stream(streamOf(user, session), after + 1, limit);
  if (events.length === 0 && after === 0) throw new CantigaError('NOT_FOUND', 'There is no such session.');
  const opened = async (data: Record<string, unknown>): Promise<Record<string, unknown>> => {
    if (isFact(data)) {
      const within = data.events.map(async (event) => ({ ...event, data: await opened(event.data) }));
      return { events: await Promise.all(within) };
    }
    const { device } = data;
    return typeof device === 'string'
      ? { ...data, device: await sessions.deviceOf(user, session, device) }
      : data;
  };
  const items = events.map(async ({ v, at, type, schema, cmd, p, pos, data, reply }) => {
    const known = await opened(data as Record<string, unknown>);
    const place = { partition: p, position: pos };
    return {
      v,
      at,
      type,
      schema,
      command: cmd,
      ...place,
      data: known,
      ...(reply !== undefined && { reply }),
    };
  });
  return {
    items: await Promise.all(items),
    next: events.length === limit ? events.at(-1)!.v : null,
  };
}

/** Whether these are the data of a fact, which stands for all events of a session. */
function isFact(data: object): data is { events: { data: Record<string, unknown> }[] } {
  return 'events' in data;
}
