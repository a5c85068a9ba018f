import type { Commit } from './types.ts';

/** A commit's key is `p * POSITIONS + pos`, which a double and SQLite's integers hold exactly. */
export const POSITIONS = 2 ** 40;

/** A commit on its way to the thread that writes. */
export interface Append {
  id: number;
  doc: string;
}

/**
 * The text of a commit: JSON, with every event on a line of its own that begins with its keys, so that one can be found
 * and cut out without parsing the others. (A line break inside of a string is escaped.)
 */
export function toText({ p, pos, epoch, writer, at, events }: Commit): string {
  let text = `{"p":${p},"pos":${pos},"epoch":${epoch},"writer":${JSON.stringify(writer)},"at":${at},"events":[`;
  let parted = '\n';
  for (const { stream, v, cmd, type, schema, data, reply } of events) {
    text += parted + JSON.stringify({ stream, v, cmd, type, schema, data, reply });
    parted = ',\n';
  }
  return `${text}\n]}`;
}

/** The text of the event that begins at `start`. */
export function eventAt(doc: string, start: number): string {
  const end = doc.indexOf('\n', start);
  return doc.slice(start, doc[end - 1] === ',' ? end - 1 : end);
}

/** An event's keys, and where it begins in the text of its commit. */
export interface EventKeys {
  stream: string;
  v: number;
  cmd: string;
  start: number;
}

const KEYS = /\n\{"stream":("(?:[^"\\]|\\.)*"),"v":(\d+),"cmd":("(?:[^"\\]|\\.)*")/g;

export function keysOf(doc: string): EventKeys[] {
  const keys: EventKeys[] = [];
  KEYS.lastIndex = 0;
  for (let match = KEYS.exec(doc); match !== null; match = KEYS.exec(doc)) {
    keys.push({
      stream: unquoted(match[1]!),
      v: Number(match[2]),
      cmd: unquoted(match[3]!),
      start: match.index + 1,
    });
  }
  return keys;
}

function unquoted(text: string): string {
  return text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
}
