import type {
  ClosedBy,
  DeliveryEnd,
  Ending,
  SessionEvent,
} from '../../../../services/playback/session/events.ts';

/** An event of a session, as far as it is told here. */
export interface ToldEvent {
  type: string;
  data: Readonly<Record<string, unknown>>;
}

/** A part of a listen in which the same went on. Times are milliseconds since 1970, here and below. */
export interface Stretch {
  kind: 'sounding' | 'paused' | 'stalled';
  from: number;
  to: number;
}

export interface Seek {
  at: number;
  /** Seconds into the track. */
  from: number;
  to: number;
}

/** Where in the track a listen was, in seconds. Between two of them it went on evenly. */
export interface Point {
  at: number;
  position: number;
}

/** The playing of one track. */
export interface ListenStory {
  n: number;
  track: string;
  /** Seconds; 0 when it is not known. */
  duration: number;
  from: number;
  to: number;
  stretches: readonly Stretch[];
  seeks: readonly Seek[];
  points: readonly Point[];
  /** Seconds that were heard. */
  heard: number;
  /** When it came to count as played. */
  counted?: number;
  /** Why it ended; undefined while it goes on. */
  ending?: Ending;
}

export interface DeliveryStory {
  from: number;
  to: number;
  track: string;
  bytes: number;
  end: DeliveryEnd;
}

/** What happened in a session, as it is drawn and told. */
export interface Story {
  from: number;
  to: number;
  listens: readonly ListenStory[];
  deliveries: readonly DeliveryStory[];
  closed?: { at: number; by: ClosedBy };
}

type Draft = {
  -readonly [K in keyof ListenStory]: ListenStory[K] extends readonly (infer T)[] ? T[] : ListenStory[K];
};

/**
 * What the events of a session tell, in their order; undefined before it is opened. Types of events that are not known
 * are passed over. @param now where what goes on is cut off
 */
export function storyOf(events: readonly ToldEvent[], now: number): Story | undefined {
  const listens: Draft[] = [];
  const deliveries: DeliveryStory[] = [];
  let opened: number | undefined;
  let closed: Story['closed'];
  for (const { type, data } of events.flatMap(toldBy) as unknown as readonly SessionEvent[]) {
    const current = listens.at(-1);
    if (type === 'opened') opened = data.at;
    else if (type === 'closed') closed = { at: data.at, by: data.by };
    else if (type === 'started') listens.push(begun(data));
    else if (type === 'delivered') deliveries.push(deliveryOf(data));
    else if (current !== undefined) goOn(current, { type, data } as SessionEvent);
  }
  if (opened === undefined) return undefined;
  const end = closed?.at ?? now;
  for (const listen of listens) if (listen.ending === undefined) cutOff(listen, end);
  const times = [
    ...listens.flatMap(({ from, to }) => [from, to]),
    ...deliveries.flatMap(({ from, to }) => [from, to]),
  ];
  return {
    from: times.reduce((first, at) => Math.min(first, at), opened),
    to: times.reduce((last, at) => Math.max(last, at), Math.max(opened, end)),
    listens,
    deliveries,
    ...(closed && { closed }),
  };
}

/** Whether this stands for all events of a session, of which no more is kept. */
export function isFact({ type }: ToldEvent): boolean {
  return type === 'compacted';
}

function toldBy(event: ToldEvent): readonly ToldEvent[] {
  return isFact(event) ? (event.data.events as readonly ToldEvent[]) : [event];
}

type Of<T extends SessionEvent['type']> = Extract<SessionEvent, { type: T }>['data'];

function begun({ listen: n, track, duration, position, at }: Of<'started'>): Draft {
  return {
    ...{ n, track, duration, from: at, to: at, heard: 0 },
    stretches: [{ kind: 'sounding', from: at, to: at }],
    seeks: [],
    points: [{ at, position }],
  };
}

function deliveryOf({ at, seconds, track, ranges, end }: Of<'delivered'>): DeliveryStory {
  const bytes = ranges.reduce((sum, [from, to]) => sum + to - from, 0);
  return { from: at - seconds * 1000, to: at, track, bytes, end };
}

/** Kinds of what goes on after an event; those that change nothing of it, but tell where a listen is, have none. */
const AFTER: Record<string, Stretch['kind'] | undefined> = {
  ...{ paused: 'paused', stalled: 'stalled', resumed: 'sounding' },
  ...{ seeked: undefined, progressed: undefined, finished: undefined, skipped: undefined },
};

function goOn(listen: Draft, { type, data }: SessionEvent): void {
  if (type === 'qualified' && data.listen === listen.n) listen.counted = data.at;
  if (!Object.hasOwn(AFTER, type) || !('heard' in data)) return;
  const { at, position, heard } = data;
  cutOff(listen, at);
  listen.heard = heard;
  if (type === 'seeked') {
    listen.seeks.push({ at, from: data.from, to: position });
    listen.points.push({ at, position: data.from });
  }
  listen.points.push({ at, position });
  const kind = AFTER[type];
  if (kind !== undefined) listen.stretches.push({ kind, from: at, to: at });
  if (type === 'finished' || type === 'skipped') listen.ending = data.reason;
}

/** Lets what goes on go on until then. */
function cutOff(listen: Draft, at: number): void {
  listen.to = Math.max(listen.to, at);
  listen.stretches.at(-1)!.to = listen.to;
}
