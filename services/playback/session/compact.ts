import type { SessionEvent } from './events.ts';

/** What lies between: how a listener moved in what they heard. No total is made of it. */
const BETWEEN: ReadonlySet<SessionEvent['type']> = new Set([
  ...(['paused', 'resumed', 'seeked', 'stalled', 'progressed'] as const),
]);

/**
 * What is kept of a closed session: what was listened to and how much of it, and what was delivered. (And what has
 * happened after it was closed, by a clock that was set back: until then something was heard of it.)
 */
export function compact(events: readonly SessionEvent[]): SessionEvent[] | undefined {
  const closed = events.find(({ type }) => type === 'closed');
  return closed && events.filter(({ type, data }) => !BETWEEN.has(type) || data.at > closed.data.at);
}
