import { CantigaError } from '../../../errors.ts';
import type { ActorKind } from '../../../mixins/actor/types.ts';
import type { Report, SessionCommand } from './commands.ts';
import { compact } from './compact.ts';
import type { ClosedBy, Ending, Music, SessionEvent } from './events.ts';
import { isPlayed, isTooSoon, progressOf } from './heard.ts';
import { evolve, type Listen, musicOf, type Session } from './state.ts';

/** Milliseconds that a submitted listen may lie before the session, or after now: clients send what they kept offline. */
const OLDEST = 30 * 86_400_000;
/** The part of a track after which a client that stops has played it to its end: few say exactly where that is. */
const NEARLY = 0.98;

/** One device's listening. */
export const SESSION: ActorKind<Session | null, SessionCommand, SessionEvent> = {
  version: 2,
  initial: null,
  decide,
  evolve,
  reply: (session) => summaryOf(session!),
  compact,
  schemas: {
    ...{ opened: [], started: [], paused: [], resumed: [], seeked: [], stalled: [], progressed: [] },
    ...{ qualified: [], finished: [], skipped: [], delivered: [], closed: [] },
  },
};

/** What the caller of a command is told. */
export interface SessionSummary {
  closed: boolean;
  listen: Pick<Listen, 'n' | 'track' | 'position' | 'heard' | 'isSounding' | 'isQualified'> | null;
}

function summaryOf({ closed, listen }: Session): SessionSummary {
  if (listen === null) return { closed: closed !== null, listen: null };
  const { n, track, position, heard, isSounding, isQualified } = listen;
  return { closed: false, listen: { n, track, position, heard, isSounding, isQualified } };
}

function decide(session: Session | null, command: SessionCommand, clock: number): SessionEvent[] {
  if (command.type === 'open') return open(session, command, clock);
  if (session === null) throw new CantigaError('NOT_FOUND', 'There is no such session.');
  // What is on its way when a session is closed arrives after it.
  if (command.type === 'deliver') return delivered(command, clock);
  if (session.closed !== null) {
    if (command.type === 'close') return [];
    throw new CantigaError('SESSION_CLOSED', 'The session is closed. Open another one.');
  }
  const now =
    command.ago === undefined ? clock : Math.min(clock, Math.max(session.toldAt, clock - command.ago));
  switch (command.type) {
    case 'start':
      return [...ended(session, 'replaced', {}, now), begun(session, command, now)];
    case 'submit':
      return submit(session, command, now);
    case 'report':
      return report(session, command, now);
    case 'close':
      return [
        ...ended(session, 'left', lastKnown(session, command.by), now),
        { type: 'closed', data: { by: command.by, at: now } },
      ];
    case 'end':
      return ended(session, command.reason, command, now);
    default:
      return moved(session, command, now);
  }
}

type Of<T extends SessionCommand['type']> = Extract<SessionCommand, { type: T }>;

function open(session: Session | null, { user, device }: Of<'open'>, at: number): SessionEvent[] {
  if (session === null) return [{ type: 'opened', data: { user, device, at } }];
  throw new CantigaError('ALREADY_EXISTS', 'There is such a session already.');
}

function delivered({ type: _, ago: __, ...delivery }: Of<'deliver'>, at: number): SessionEvent[] {
  return [{ type: 'delivered', data: { ...delivery, at } }];
}

/** The beginning of the next listen. */
function begun(
  { listens }: Session,
  command: Pick<Of<'start'>, 'duration' | 'position' | 'source'> & Music,
  at: number,
): SessionEvent {
  const { duration, position = 0, source } = command;
  return {
    type: 'started',
    data: { listen: listens + 1, ...musicOf(command), duration, position, source, at },
  };
}

/** Brings a session to where a client says that it is. */
function report(session: Session, command: Of<'report'>, at: number): SessionEvent[] {
  const { state, position, counts } = command;
  const { listen } = session;
  if (listen?.track !== command.track || state === 'starting') {
    // Time that goes by counts for nobody who says that only what they submit does.
    const known = counts || listen === null || listen.isQualified ? {} : { heard: listen.heard };
    const before = ended(session, 'replaced', known, at);
    if (state === 'stopped') return before;
    const start = begun(session, { ...command, source: 'subsonic' }, at);
    const pause: SessionEvent = { type: 'paused', data: { position, heard: 0, at } };
    return [...before, start, ...(state === 'paused' ? [pause] : [])];
  }
  const told = counts ? { position } : { position, heard: listen.heard };
  if (state === 'stopped')
    return ended(session, position >= listen.duration * NEARLY ? 'completed' : 'skipped', told, at);
  const type = state === 'paused' ? 'pause' : listen.isSounding ? 'progress' : 'resume';
  return moved(session, { type, ...told }, at);
}

/** What a player tells of the present listen. */
function moved(
  { listen }: Pick<Session, 'listen'>,
  command: Of<'pause' | 'resume' | 'stall' | 'progress' | 'seek'>,
  at: number,
): SessionEvent[] {
  if (listen === null) throw new CantigaError('CONFLICT', 'Nothing is being played.');
  const reached = progressOf(listen, command, at);
  const data = { ...reached, at };
  const after = [...qualified(listen, reached.heard, at)];
  switch (command.type) {
    case 'seek':
      return [{ type: 'seeked', data: { ...data, from: reached.position, position: command.to } }, ...after];
    case 'pause':
      return listen.isSounding ? [{ type: 'paused', data }, ...after] : [];
    case 'stall':
      return listen.isSounding ? [{ type: 'stalled', data }, ...after] : [];
    case 'resume':
      return listen.isSounding ? [] : [{ type: 'resumed', data }];
    default:
      return [{ type: 'progressed', data }, ...after];
  }
}

/** Of somebody who says nothing any more it is not known if they hear anything. */
function lastKnown({ listen }: Session, by: ClosedBy): Report {
  return by === 'listener' || listen === null ? {} : { position: listen.position, heard: listen.heard };
}

/** The end of the present listen, when there is one. */
function ended(
  { listen }: Pick<Session, 'listen'>,
  reason: Ending,
  report: Report,
  at: number,
): SessionEvent[] {
  if (listen === null) return [];
  const reached = progressOf(listen, report, at);
  const counts = qualified(listen, reached.heard, at);
  const type = listen.isQualified || counts.length > 0 ? 'finished' : 'skipped';
  return [...counts, { type, data: { ...reached, at, listen: listen.n, ...musicOf(listen), reason } }];
}

function qualified(listen: Listen, heard: number, at: number): SessionEvent[] {
  if (listen.isQualified || !isPlayed(heard, listen.duration)) return [];
  return [{ type: 'qualified', data: { listen: listen.n, ...musicOf(listen), by: 'heard', at } }];
}

/**
 * What is being played counts now; of anything else, all that is known is that it was played. What cannot have been
 * played once more since it counted is not: it is sent again by a client that has had no answer.
 */
function submit(session: Session, command: Of<'submit'>, now: number): SessionEvent[] {
  const { duration, at: told } = command;
  const music = musicOf(command);
  const { track } = music;
  const at = Math.min(Math.max(told ?? now, now - OLDEST), now);
  const { listen, counted } = session;
  if (listen?.track === track && (at >= listen.startedAt || isTooSoon(at, listen.startedAt, duration))) {
    if (listen.isQualified) return [];
    const reached = progressOf(listen, {}, now);
    return [
      { type: 'progressed', data: { ...reached, at: now } },
      { type: 'qualified', data: { listen: listen.n, ...music, by: 'submitted', at: now } },
    ];
  }
  if (counted?.track === track && isTooSoon(at, counted.at, duration)) return [];
  const n = session.listens + 1;
  const begin = { listen: n, ...music, duration, position: 0, source: 'subsonic', at } as const;
  const end = { listen: n, ...music, position: duration, heard: duration, reason: 'completed', at } as const;
  return [
    { type: 'started', data: { ...begin, past: true } },
    { type: 'qualified', data: { listen: n, ...music, by: 'submitted', at } },
    { type: 'finished', data: end },
  ];
}
