import { DatabaseSync } from 'node:sqlite';
import { damaged, isDamage } from '../store/sqlite/damage.ts';
import { type EventKeys, keysOf, POSITIONS } from './sqlite-text.ts';
import type { Commit, CommitReader, RecordedEvent } from './types.ts';

interface Row {
  seq: number;
  id: number;
  at: number;
  doc: string;
}

/** An event of the tail. */
interface Waiting {
  seq: number;
  cmd: string;
  /** JSON of the recorded event. */
  text: string;
}

/**
 * Reads a journal's file while another thread or process writes it. Commits at the end of the log that are not indexed
 * yet, a few thousand events at most, are kept here as they come.
 */
export class SqliteReader implements CommitReader {
  readonly #db: DatabaseSync;
  readonly #sql: ReturnType<typeof prepareAll>;
  /** Up to here commits are found by the indexes, after it in the tail. */
  #indexed = 0;
  /** Of the file's format. */
  readonly version: number;
  #seen = 0;
  readonly #tail = new Map<number, Row>();
  /** Events of the tail by stream, of those of its commits in which events were looked for. */
  readonly #streams = new Map<string, Map<number, Waiting>>();
  #looked = 0;

  constructor(file: string) {
    this.#db = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
    this.#db.exec('PRAGMA cache_size = -8000');
    try {
      this.version = (this.#db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
      this.#sql = prepareAll(this.#db, this.version);
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  async read(p: number, after: number, limit: number): Promise<Commit[]> {
    return this.#safely(() => {
      const first = p * POSITIONS + after + 1;
      const indexed = this.#sql.places.all(first, first + Math.min(limit, POSITIONS), this.#indexed, limit);
      const docs: string[] = [];
      let at = 0;
      for (let id = first; docs.length < limit; id++) {
        let row = indexed[at] as unknown as Row | undefined;
        if (row?.id === id) at++;
        else row = this.#tail.get(id);
        if (row === undefined) break;
        docs.push(row.doc);
      }
      return JSON.parse(`[${docs.join(',')}]`) as Commit[];
    });
  }

  async last(p: number): Promise<Commit | null> {
    return this.#safely(() => {
      const indexed = this.#sql.last.get(p * POSITIONS, (p + 1) * POSITIONS, this.#indexed);
      let last = indexed as unknown as Row | undefined;
      for (const row of this.#tail.values()) {
        if (Math.floor(row.id / POSITIONS) === p && row.id > (last?.id ?? 0)) last = row;
      }
      return last === undefined ? null : (JSON.parse(last.doc) as Commit);
    });
  }

  async stream(stream: string, from: number, limit: number): Promise<RecordedEvent[]> {
    return this.#safely(() => {
      this.#look();
      const waiting = [...(this.#streams.get(stream) ?? [])].filter(([v]) => v >= from);
      waiting.sort(([a], [b]) => a - b);
      const texts: string[] = [];
      for (const row of this.#sql.commits.iterate(stream, from, this.#indexed, limit))
        for (const { v, text } of eventsOf(row as unknown as Row, stream)) if (v >= from) texts.push(text);
      texts.push(...waiting.map(([, { text }]) => text));
      return JSON.parse(`[${texts.slice(0, limit).join(',')}]`) as RecordedEvent[];
    });
  }

  async command(stream: string, cmd: string): Promise<RecordedEvent | null> {
    return this.#safely(() => {
      this.#look();
      const waiting = [...(this.#streams.get(stream)?.values() ?? [])].findLast((event) => event.cmd === cmd);
      const text = waiting?.text ?? this.#indexedCommand(stream, cmd);
      return text === undefined ? null : (JSON.parse(text) as RecordedEvent);
    });
  }

  async revision(): Promise<number> {
    return this.#safely(() => (this.#sql.revision.get() as { n: number }).n);
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  /**
   * What is read is of one moment. Damage that is found while the engine runs is told to the operator with the name of the
   * file.
   */
  #safely<T>(work: () => T): T {
    try {
      this.#sql.begin.run();
      try {
        this.#follow();
        return work();
      } finally {
        this.#sql.end.run();
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
      throw new Error(damaged(this.#db.location()!), { cause: error });
    }
  }

  /** Takes over what was written since. */
  #follow(): void {
    // The mark first: what is indexed between the two is then found in both places, and shown of the tail only.
    const { seq: mark } = this.#sql.mark.get() as { seq: number };
    if (mark > this.#indexed) this.#forget(mark);
    for (const each of this.#sql.tail.iterate(Math.max(this.#seen, mark))) {
      const row = each as unknown as Row;
      this.#tail.set(row.id, row);
      this.#seen = row.seq;
    }
  }

  #forget(mark: number): void {
    this.#indexed = mark;
    for (const row of this.#tail.values()) {
      if (row.seq <= mark) this.#tail.delete(row.id);
    }
    for (const [stream, events] of this.#streams) {
      for (const [v, event] of events) {
        if (event.seq <= mark) events.delete(v);
      }
      if (events.size === 0) this.#streams.delete(stream);
    }
  }

  /** Finds the events of those commits of the tail in which they were not looked for yet. */
  #look(): void {
    if (this.#looked === this.#seen) return;
    for (const row of this.#tail.values()) {
      if (row.seq <= this.#looked) continue;
      for (const key of keysOf(row.doc)) {
        const { stream, v, cmd } = key;
        const events = this.#streams.get(stream) ?? new Map();
        this.#streams.set(stream, events);
        events.set(v, { seq: row.seq, cmd, text: textOf(row, key) });
      }
    }
    this.#looked = this.#seen;
  }

  #indexedCommand(stream: string, cmd: string): string | undefined {
    const row = this.#sql.command.get(cmd, stream, this.#indexed) as unknown as Row | undefined;
    if (row === undefined) return undefined;
    const last = keysOf(row.doc).findLast((key) => key.cmd === cmd && key.stream === stream);
    return last && textOf(row, last);
  }
}

/** The events of a stream in a commit, each as JSON with its place. */
function* eventsOf(row: Row, stream: string): Generator<{ v: number; text: string }> {
  const { doc } = row;
  const beginning = `\n{"stream":${JSON.stringify(stream)},"v":`;
  for (let start = doc.indexOf(beginning); start !== -1; ) {
    const end = doc.indexOf('\n', start + 1);
    const version = start + beginning.length;
    const v = Number.parseInt(doc.slice(version, version + 16), 10);
    yield { v, text: textOf(row, { start: start + 1, end: doc[end - 1] === ',' ? end - 1 : end }) };
    start = doc.indexOf(beginning, end);
  }
}

/** JSON of a recorded event: cut out of that of its commit and completed, so that no more than this is parsed. */
function textOf({ id, at, doc }: Row, { start, end }: Pick<EventKeys, 'start' | 'end'>): string {
  const p = Math.floor(id / POSITIONS);
  return `${doc.slice(start, end - 1)},"p":${p},"pos":${id - p * POSITIONS},"at":${at}}`;
}

function prepareAll(db: DatabaseSync, version: number) {
  return {
    begin: db.prepare('BEGIN'),
    end: db.prepare('COMMIT'),
    // Files of version 1 cannot be compacted.
    revision: db.prepare(version < 2 ? 'SELECT 0 AS n' : 'SELECT n FROM revision'),
    mark: db.prepare('SELECT seq FROM indexed'),
    tail: db.prepare('SELECT seq, id, at, doc FROM log WHERE seq > ? ORDER BY seq'),
    places: db.prepare(`SELECT places.id AS id, doc FROM places JOIN log ON log.seq = places.seq
      WHERE places.id >= ? AND places.id < ? AND places.seq <= ? ORDER BY places.id LIMIT ?`),
    last: db.prepare(`SELECT places.id AS id, doc FROM places JOIN log ON log.seq = places.seq
      WHERE places.id >= ? AND places.id < ? AND places.seq <= ? ORDER BY places.id DESC LIMIT 1`),
    commits: db.prepare(`SELECT id, at, doc FROM log WHERE seq IN
      (SELECT seq FROM events WHERE stream = ? AND v >= ? AND seq <= ? ORDER BY v LIMIT ?) ORDER BY seq`),
    command: db.prepare(
      version < 3
        ? `SELECT log.seq AS seq, id, at, doc FROM commands JOIN events USING (stream, v)
            JOIN log ON log.seq = events.seq WHERE cmd = ? AND stream = ? AND events.seq <= ?`
        : `SELECT log.seq AS seq, id, at, doc FROM commands JOIN log USING (seq)
            WHERE cmd = ? AND stream = ? AND seq <= ?`,
    ),
  };
}
