import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FormatWriter, OwnFormat } from '../store/sqlite/protocol.ts';
import { alreadyExists } from '../store/sqlite/refused.ts';
import { PARTITIONS } from './partitions.ts';
import { type Append, eventsOf, POSITIONS } from './sqlite-text.ts';

// A journal's file, as the thread that writes sees it. Commits go to the end of `log`, one after the other as they
// come: few pages are written, whatever they are about. What finds them (`places`, `events`, `commands`) lies all over
// the file, a page for nearly every row; so it is written seldom and for many commits at once, and `indexed` says up to
// which. Until then those commits are known in memory, here for the fences, and to readers from the end of `log`.

const DDL = `
  CREATE TABLE IF NOT EXISTS log (seq INTEGER PRIMARY KEY, id INTEGER NOT NULL, doc TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS places (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS events (stream TEXT NOT NULL, v INTEGER NOT NULL, seq INTEGER NOT NULL,
    start INTEGER NOT NULL, PRIMARY KEY (stream, v)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS commands (cmd TEXT NOT NULL, stream TEXT NOT NULL, v INTEGER NOT NULL,
    PRIMARY KEY (cmd, stream)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS indexed (only INTEGER PRIMARY KEY CHECK (only = 1), seq INTEGER NOT NULL) STRICT;
  INSERT INTO indexed SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM indexed)`;

/** Events that wait to be indexed, at most about so many. */
const INDEX_EVERY = 4096;
const STREAMS_KEPT = 20_000;

interface Place {
  seq: number;
  id: number;
}

interface Version {
  stream: string;
  v: number;
  seq: number;
  /** Where the event begins in the text of its commit. */
  start: number;
}

interface Command {
  cmd: string;
  stream: string;
  v: number;
}

export const format: OwnFormat = {
  migrate: (db) => db.exec(DDL),
  writer: (db) => new JournalWriter(db),
};

class JournalWriter implements FormatWriter {
  readonly #db: DatabaseSync;
  readonly #sql: ReturnType<typeof prepareAll>;
  /** The greatest position of each partition. */
  readonly #heads: number[];
  /** The latest version of streams that were written to. */
  readonly #versions = new Map<string, number>();
  // What waits to be indexed.
  #places = new Map<number, Place>();
  #events: Version[] = [];
  #commands = new Map<string, Command>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.exec('PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -16000');
    this.#sql = prepareAll(db);
    this.#heads = Array.from({ length: PARTITIONS }, (_, p) => {
      const row = this.#sql.head.get(p * POSITIONS, (p + 1) * POSITIONS) as { id: number | null };
      return row.id === null ? 0 : row.id - p * POSITIONS;
    });
    this.#readTail();
  }

  write(work: unknown): number[] {
    const { id, doc } = work as Append;
    this.#refuseTaken(id);
    const added = this.#check(doc);
    const seq = Number(this.#sql.append.run(id, doc).lastInsertRowid);
    this.#remember({ seq, id }, added);
    return [];
  }

  committed(): void {
    if (this.#events.length >= INDEX_EVERY) this.#index();
  }

  rolledBack(): void {
    this.#forget();
    this.#versions.clear();
    // Too high is harmless: a position below is looked for.
    this.#readTail();
  }

  #readTail(): void {
    for (const row of this.#sql.tail.all()) {
      const { seq, id, doc } = row as unknown as Place & Append;
      this.#remember({ seq, id }, readKeys(doc));
    }
  }

  #refuseTaken(id: number): void {
    const p = Math.floor(id / POSITIONS);
    if (id - p * POSITIONS > this.#heads[p]!) return;
    if (this.#places.has(id) || this.#sql.place.get(id) !== undefined) throw alreadyExists();
  }

  /** The keys of a commit, none of which is taken. */
  #check(doc: string): Keys {
    const keys = readKeys(doc);
    const within = new Map<string, number>();
    for (const { stream, v } of keys.events) {
      const before = within.get(stream);
      if (before === undefined ? v <= this.#latest(stream) && this.#hasVersion(stream, v) : v <= before)
        throw alreadyExists();
      within.set(stream, v);
    }
    for (const [key, { cmd, stream }] of keys.commands) {
      if (this.#commands.has(key)) throw alreadyExists();
      // A stream that is new has taken no command.
      if (this.#latest(stream) > 0 && this.#sql.command.get(cmd, stream) !== undefined) throw alreadyExists();
    }
    return keys;
  }

  #latest(stream: string): number {
    let latest = this.#versions.get(stream);
    if (latest === undefined) {
      latest = (this.#sql.latest.get(stream) as { v: number } | undefined)?.v ?? 0;
      this.#versions.set(stream, latest);
    }
    return latest;
  }

  #hasVersion(stream: string, v: number): boolean {
    const waits = this.#events.some((event) => event.stream === stream && event.v === v);
    return waits || this.#sql.version.get(stream, v) !== undefined;
  }

  #remember(place: Place, keys: Keys): void {
    const p = Math.floor(place.id / POSITIONS);
    this.#heads[p] = Math.max(this.#heads[p]!, place.id - p * POSITIONS);
    this.#places.set(place.id, place);
    for (const { stream, v, start } of keys.events) {
      this.#versions.set(stream, Math.max(v, this.#versions.get(stream) ?? 0));
      this.#events.push({ stream, v, seq: place.seq, start });
    }
    for (const [key, command] of keys.commands) this.#commands.set(key, command);
  }

  #forget(): void {
    this.#places = new Map();
    this.#events = [];
    this.#commands = new Map();
  }

  /** What is not indexed in time, on a disk that is full, waits for the next time. */
  #index(): void {
    const { putPlace, putEvent, putCommand, mark } = this.#sql;
    let seq = 0;
    // In the order of the file, so that each page is found and written once.
    const places = [...this.#places.values()].sort((a, b) => a.id - b.id);
    const events = this.#events.toSorted((a, b) => compare(a.stream, b.stream) || a.v - b.v);
    const commands = [...this.#commands.values()].sort((a, b) => compare(a.cmd, b.cmd));
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      for (const place of places) {
        putPlace.run(place.id, place.seq);
        seq = Math.max(seq, place.seq);
      }
      for (const event of events) putEvent.run(event.stream, event.v, event.seq, event.start);
      for (const { cmd, stream, v } of commands) putCommand.run(cmd, stream, v);
      mark.run(seq);
      this.#db.exec('COMMIT');
    } catch {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      return;
    }
    this.#forget();
    if (this.#versions.size > STREAMS_KEPT) this.#versions.clear();
  }
}

interface Keys {
  events: { stream: string; v: number; start: number }[];
  /** The last event of each command. */
  commands: Map<string, Command>;
}

function readKeys(doc: string): Keys {
  const events: Keys['events'] = [];
  const commands: Keys['commands'] = new Map();
  for (const { start, event } of eventsOf(doc)) {
    const { stream, v, cmd } = event;
    events.push({ stream, v, start });
    commands.set(`${stream}\n${cmd}`, { cmd, stream, v });
  }
  return { events, commands };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function prepareAll(db: DatabaseSync) {
  const prepare = (sql: string): StatementSync => db.prepare(sql);
  return {
    append: prepare('INSERT INTO log (id, doc) VALUES (?, ?)'),
    tail: prepare('SELECT seq, id, doc FROM log WHERE seq > (SELECT seq FROM indexed) ORDER BY seq'),
    head: prepare('SELECT max(id) AS id FROM places WHERE id >= ? AND id < ?'),
    place: prepare('SELECT 1 FROM places WHERE id = ?'),
    latest: prepare('SELECT v FROM events WHERE stream = ? ORDER BY v DESC LIMIT 1'),
    version: prepare('SELECT 1 FROM events WHERE stream = ? AND v = ?'),
    command: prepare('SELECT 1 FROM commands WHERE cmd = ? AND stream = ?'),
    putPlace: prepare('INSERT INTO places VALUES (?, ?)'),
    putEvent: prepare('INSERT INTO events VALUES (?, ?, ?, ?)'),
    putCommand: prepare('INSERT INTO commands VALUES (?, ?, ?)'),
    mark: prepare('UPDATE indexed SET seq = ?'),
  };
}
