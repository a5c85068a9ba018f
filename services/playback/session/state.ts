import type { ClosedBy, Music, SessionEvent, Source } from './events.ts';

/** The playing of one track. */
export interface Listen extends Music {
  /** Counts from 1 in its session. */
  n: number;
  /** Seconds; 0 when it is not known. */
  duration: number;
  source: Source;
  /** Seconds into the track, when that was told last. */
  position: number;
  /** Seconds of it that were heard. */
  heard: number;
  isSounding: boolean;
  isQualified: boolean;
  startedAt: number;
  /** When something was told of it last, ms since 1970. */
  at: number;
}

/** A listen that counts as played. */
interface Counted {
  track: string;
  /** When it came to count, or began when that is all that is known: ms since 1970. */
  at: number;
}

export interface Session {
  user: string;
  /** Sealed. */
  device: string;
  openedAt: number;
  /** When anything happened last, ms since 1970. */
  at: number;
  /** When its listener said something last. */
  toldAt: number;
  /** Listens so far. */
  listens: number;
  listen: Listen | null;
  /** The last one of which it was told that it counts. */
  counted: Counted | null;
  closed: ClosedBy | null;
}

/** The state of a session after an event; null before it is opened. */
export function evolve(session: Session | null, event: SessionEvent): Session | null {
  const { type, data } = event;
  if (type === 'opened') {
    const { user, device, at } = data;
    const nothing = { listens: 0, listen: null, counted: null, closed: null };
    return { user, device, openedAt: at, at, toldAt: at, ...nothing };
  }
  if (session === null) return null;
  const at = Math.max(session.at, data.at);
  if (type === 'delivered') return { ...session, at };
  const later = { ...session, at, toldAt: Math.max(session.toldAt, data.at) };
  switch (type) {
    case 'started':
      return { ...later, listens: data.listen, ...(!data.past && { listen: begun(data) }) };
    case 'qualified': {
      const counted = { ...later, counted: { track: data.track, at: data.at } };
      return isPresent(session, data) ? withListen(counted, { isQualified: true }) : counted;
    }
    case 'finished':
    case 'skipped':
      return isPresent(session, data) ? { ...later, listen: null } : later;
    case 'closed':
      return { ...later, listen: null, closed: data.by };
    default: {
      const { position, heard, at } = data;
      return withListen(later, { position, heard, at, ...soundingAfter(type) });
    }
  }
}

function isPresent({ listen }: Session, data: { listen: number }): boolean {
  return listen?.n === data.listen;
}

function begun({ listen: n, at, past: _, ...music }: (SessionEvent & { type: 'started' })['data']): Listen {
  return { n, ...music, at, heard: 0, isSounding: true, isQualified: false, startedAt: at };
}

/** What a listen is of. */
export function musicOf({ track, album, artist }: Music): Music {
  return { track, ...(album && { album }), ...(artist && { artist }) };
}

function soundingAfter(type: SessionEvent['type']): Pick<Listen, 'isSounding'> | undefined {
  if (type === 'paused' || type === 'stalled') return { isSounding: false };
  return type === 'resumed' ? { isSounding: true } : undefined;
}

function withListen(session: Session, changes: Partial<Listen>): Session {
  return session.listen === null ? session : { ...session, listen: { ...session.listen, ...changes } };
}
