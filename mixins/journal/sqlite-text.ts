import type { Commit, StoredEvent } from './types.ts';

/** A commit's key is `p * POSITIONS + pos`, which a double and SQLite's integers hold exactly. */
export const POSITIONS = 2 ** 40;

/** A commit on its way to the thread that writes. */
export interface Append {
  id: number;
  doc: string;
}

/**
 * The text of a commit: JSON, with every event on a line of its own, so that one can be cut out without parsing the
 * others. (A line break inside of a string is escaped.)
 */
export function toText({ p, pos, epoch, writer, at, events }: Commit): string {
  let text = `{"p":${p},"pos":${pos},"epoch":${epoch},"writer":${JSON.stringify(writer)},"at":${at},"events":[\n`;
  for (let index = 0; index < events.length; index++) {
    text += index === 0 ? JSON.stringify(events[index]) : `,\n${JSON.stringify(events[index])}`;
  }
  return `${text}\n]}`;
}

/** The text of the event that begins at `start`. */
export function eventAt(doc: string, start: number): string {
  const end = doc.indexOf('\n', start);
  return doc.slice(start, doc[end - 1] === ',' ? end - 1 : end);
}

/** The events of a commit and where each begins. */
export function* eventsOf(doc: string): Generator<{ start: number; event: StoredEvent }> {
  let start = doc.indexOf('\n') + 1;
  while (doc[start] === '{') {
    const text = eventAt(doc, start);
    yield { start, event: JSON.parse(text) as StoredEvent };
    start = doc.indexOf('\n', start) + 1;
  }
}
