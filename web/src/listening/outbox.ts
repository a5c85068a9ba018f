import type { Timed } from './follow.ts';

/** A command that the engine has not answered. Times are milliseconds since 1970 by a clock that does not jump. */
export interface Waiting extends Timed {
  id: string;
}

/** Commands that wait at most, for an engine that does not answer. */
export const MOST_WAITING = 1000;
/** Milliseconds after which the engine takes nothing more about the past. */
const OLDEST = 30 * 86_400_000;

/** With one more. Whoever drags along a track seeks many times; what counts is from where and to where. */
export function added(waiting: readonly Waiting[], command: Waiting, underWay: number): readonly Waiting[] {
  const last = waiting.at(-1);
  const isDrag = last?.command.type === 'seek' && command.command.type === 'seek';
  if (!isDrag || waiting.length <= underWay) return [...waiting, command];
  const { to, heard } = command.command as { to: number; heard: number };
  const merged = { ...last, command: { ...last.command, to, heard } } as Waiting;
  return waiting.with(-1, merged);
}

/**
 * As many as may wait. What only says that a track goes on goes first, then the oldest.
 * @returns also how many are gone that say more than that
 */
export function bounded(
  waiting: readonly Waiting[],
  most = MOST_WAITING,
): [readonly Waiting[], lost: number] {
  if (waiting.length <= most) return [waiting, 0];
  const telling = waiting.filter(({ command }) => command.type !== 'progress');
  return [telling.slice(-most), Math.max(0, telling.length - most)];
}

/**
 * What another session can still be told when the one it was meant for has ended: the listens that have not begun there.
 * @returns undefined when nothing has begun since
 */
export function afterClosing(waiting: readonly Waiting[]): readonly Waiting[] | undefined {
  const start = waiting.findIndex(({ command }) => command.type === 'start');
  return start < 0 ? undefined : waiting.slice(start);
}

/** As the REST API takes them. @param now milliseconds since 1970 */
export function sendable(waiting: readonly Waiting[], now: number) {
  return waiting.map(({ id, at, command }) => ({ ...command, id, ago: Math.max(0, Math.round(now - at)) }));
}

/** What was kept as text, as far as it can be read and is not too old. */
export function unpacked(text: string | null, now: number): readonly Waiting[] {
  try {
    const list = JSON.parse(text ?? '[]') as unknown;
    return Array.isArray(list) ? list.filter((one) => isWaiting(one) && now - one.at < OLDEST) : [];
  } catch {
    return [];
  }
}

function isWaiting(value: unknown): value is Waiting {
  const { id, at, command } = Object(value) as Partial<Waiting>;
  return typeof id === 'string' && typeof at === 'number' && typeof command?.type === 'string';
}
