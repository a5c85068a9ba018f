import type { Commit, RecordedEvent } from './types.ts';

/** A commit's key is `p * POSITIONS + pos`, which a double and SQLite's integers hold exactly. */
export const POSITIONS = 2 ** 40;

/** A commit on its way to the thread that writes. */
export interface Append {
  id: number;
  at: number;
  doc: string;
}

/** What is to be compacted, on its way to the same thread. */
export interface Compact {
  fact: RecordedEvent;
}

/** Asks for the space of what was compacted, a part of it each time; answered with how many parts are left. */
export interface Tidy {
  tidy: true;
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

/** An event's keys, and where its text lies in that of its commit. */
export interface EventKeys {
  stream: string;
  v: number;
  cmd: string;
  start: number;
  end: number;
}

const KEYS = /\n\{"stream":("(?:[^"\\]|\\.)*"),"v":(\d+),"cmd":("(?:[^"\\]|\\.)*")/g;

export function keysOf(doc: string): EventKeys[] {
  const keys: EventKeys[] = [];
  KEYS.lastIndex = 0;
  for (let match = KEYS.exec(doc); match !== null; match = KEYS.exec(doc)) {
    const start = match.index + 1;
    const end = doc.indexOf('\n', KEYS.lastIndex);
    keys.push({
      stream: unquoted(match[1]!),
      v: Number(match[2]),
      cmd: unquoted(match[3]!),
      start,
      end: doc[end - 1] === ',' ? end - 1 : end,
    });
  }
  return keys;
}

function unquoted(text: string): string {
  return text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
}
