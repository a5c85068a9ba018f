import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isFull } from '../store/sqlite/damage.ts';
import type { FormatWriter, OwnFormat, SqlValue } from '../store/sqlite/protocol.ts';
import { alreadyExists, Refused } from '../store/sqlite/refused.ts';
import { compacted, nothingToCompact } from './compaction.ts';
import { PARTITIONS } from './partitions.ts';
import { type Append, type Compact, keysOf, POSITIONS, type Tidy, toText } from './sqlite-text.ts';
import type { Commit, RecordedEvent } from './types.ts';

// A journal's file, as the thread that writes sees it. Commits go to the end of `log`, one after the other as they
// come: few pages are written, whatever they are about. What finds them (`places`, `events`, `commands`) lies all over
// the file, a page for nearly every row; so it is written seldom and for many commits at once, and `indexed` says up to
// which. Until then those commits are known in memory, here for the fences, and to readers from the end of `log`.

// Of the events of a stream in a commit, `events` has the last version: what has a version is the first that is not less.

const EVENTS = `(stream TEXT NOT NULL, v INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (stream, v)) STRICT, WITHOUT ROWID`;
const COMMANDS = `(cmd TEXT NOT NULL, stream TEXT NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (cmd, stream)) STRICT, WITHOUT ROWID`;
const DDL = `
  CREATE TABLE IF NOT EXISTS log (seq INTEGER PRIMARY KEY, id INTEGER NOT NULL, at INTEGER NOT NULL,
    doc TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS places (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS events ${EVENTS};
  CREATE TABLE IF NOT EXISTS commands ${COMMANDS};
  CREATE TABLE IF NOT EXISTS indexed (only INTEGER PRIMARY KEY CHECK (only = 1), seq INTEGER NOT NULL) STRICT;
  INSERT INTO indexed SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM indexed);
  CREATE TABLE IF NOT EXISTS revision (only INTEGER PRIMARY KEY CHECK (only = 1), n INTEGER NOT NULL) STRICT;
  INSERT INTO revision SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM revision)`;

/** Up to version 2 every event had a row of its own, with its place in the text, and commands were found by them. */
const FROM_VERSION_2 = `
  CREATE TABLE runs ${EVENTS};
  INSERT INTO runs SELECT stream, max(v), seq FROM events GROUP BY stream, seq;
  CREATE TABLE ids ${COMMANDS};
  INSERT INTO ids SELECT cmd, stream, seq FROM commands JOIN events USING (stream, v) ORDER BY cmd, stream;
  DROP TABLE events;
  DROP TABLE commands;
  ALTER TABLE runs RENAME TO events;
  ALTER TABLE ids RENAME TO commands`;

/** Commands that are indexed together: so few that nobody waits long for it, … */
const INDEXED_TOGETHER = 256;
/** … but more, which is less work for each, while so many events come at once. */
const INDEXED_IN_A_CROWD = 8192;
const CROWD = 64;
const STREAMS_KEPT = 20_000;
const ROWS_TOGETHER = 64;
/** Rows that are written anew together. */
const SHELF = 256;
const ASCII = /^[\x20-\x7e]*$/;

interface Place {
  seq: number;
  id: number;
}

/** The events of a stream in a commit. */
interface Run {
  stream: string;
  /** Version of the last. */
  v: number;
  seq: number;
}

interface Command {
  cmd: string;
  stream: string;
  seq: number;
}

export const format: OwnFormat = {
  migrate(db) {
    db.exec(DDL);
    const columns = db.prepare('SELECT name FROM pragma_table_info(?)').all('events');
    if (columns.some(({ name }) => name === 'start')) db.exec(FROM_VERSION_2);
  },
  writer: (db) => new JournalWriter(db),
};

class JournalWriter implements FormatWriter {
  readonly #db: DatabaseSync;
  readonly #sql: ReturnType<typeof prepareAll>;
  /** The greatest position of each partition. */
  readonly #heads: number[];
  /** The latest version of streams that were written to. */
  readonly #versions = new Map<string, number>();
  /** Of the commands that wait, those that did before the present group. */
  #before = 0;
  /** Parts of the log, of {@link SHELF} rows each, of which something was cut out. */
  readonly #thinned = new Set<number>();
  /** Why indexing failed the last time. */
  #failure: unknown;
  /** No command that is indexed is greater. */
  #greatest: string;
  // What waits to be indexed.
  #places = new Map<number, Place>();
  #runs: Run[] = [];
  #commands = new Map<string, Command>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.exec('PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -16000');
    this.#sql = prepareAll(db);
    this.#heads = Array.from({ length: PARTITIONS }, (_, p) => {
      const row = this.#sql.head.get(p * POSITIONS, (p + 1) * POSITIONS) as { id: number | null };
      return row.id === null ? 0 : row.id - p * POSITIONS;
    });
    this.#greatest = (this.#sql.greatest.get() as { cmd: string | null }).cmd ?? '';
    this.#readTail();
  }

  write(work: unknown): number[] {
    if (this.#failure !== undefined) throw this.#failure;
    const asked = work as Append | Compact | Tidy;
    if ('fact' in asked) return this.#compact(asked.fact);
    if ('tidy' in asked) return this.#tidy();
    const { id, at, doc } = asked;
    this.#refuseTaken(id);
    const keys = this.#check(doc);
    const seq = Number(this.#sql.append.run(id, at, doc).lastInsertRowid);
    this.#remember({ seq, id }, keys);
    return [];
  }

  committed(): void {
    const crowd = this.#commands.size - this.#before >= CROWD;
    if (this.#commands.size >= (crowd ? INDEXED_IN_A_CROWD : INDEXED_TOGETHER)) this.#index();
    this.#before = this.#commands.size;
  }

  rolledBack(): void {
    this.#forget();
    this.#versions.clear();
    // Positions that are too high are harmless: what is not above them is looked for.
    this.#readTail();
    if (this.#failure !== undefined) this.#index();
  }

  closing(): void {
    this.#index();
  }

  #compact(fact: RecordedEvent): number[] {
    const { stream, v, p, pos } = fact;
    // What waits is found by nothing else.
    this.#writeIndexes();
    this.#forgetIndexed();
    const run = this.#sql.runWith.get(stream, v) as { v: number; id: number } | undefined;
    if (run?.id !== p * POSITIONS + pos) throw new Refused('NOT_FOUND', nothingToCompact(fact).message);
    const commands = new Set<string>();
    for (const row of this.#sql.commitsOf.all(stream, run.v)) {
      const { seq, doc } = row as unknown as { seq: number; doc: string };
      const commit = JSON.parse(doc) as Commit;
      for (const event of commit.events) if (event.stream === stream && event.v <= v) commands.add(event.cmd);
      this.#sql.rewrite.run(toText(compacted(commit, fact)), seq);
      this.#thinned.add(Math.floor(seq / SHELF));
    }
    commands.delete(fact.cmd);
    for (const cmd of commands) this.#sql.dropCommand.run(cmd, stream);
    this.#sql.dropRuns.run(stream, run.v);
    this.#sql.revise.run();
    return [];
  }

  /**
   * Writes some rows anew, next to each other. What is cut out of rows that lie among others leaves pages that are half
   * empty, and a log goes on at its end only.
   */
  #tidy(): number[] {
    const [shelf] = this.#thinned;
    if (shelf === undefined) return [0];
    const place = [shelf * SHELF, (shelf + 1) * SHELF] as const;
    const rows = this.#sql.shelf.all(...place) as unknown as (Place & Append)[];
    this.#sql.clear.run(...place);
    for (const { seq, id, at, doc } of rows) this.#sql.putBack.run(seq, id, at, doc);
    this.#thinned.delete(shelf);
    return [this.#thinned.size];
  }

  #readTail(): void {
    for (const row of this.#sql.tail.all()) {
      const { seq, id, doc } = row as unknown as Place & Append;
      const keys: Keys = { versions: new Map(), commands: new Map() };
      for (const event of keysOf(doc)) {
        keys.versions.set(event.stream, event.v);
        keys.commands.set(keyOf(event), event);
      }
      this.#remember({ seq, id }, keys);
    }
  }

  #refuseTaken(id: number): void {
    const p = Math.floor(id / POSITIONS);
    if (id - p * POSITIONS > this.#heads[p]!) return;
    if (this.#places.has(id) || this.#sql.place.get(id) !== undefined) throw alreadyExists();
  }

  /** The keys of a commit, none of which is taken. */
  #check(doc: string): Keys {
    const keys: Keys = { versions: new Map(), commands: new Map() };
    const { versions, commands } = keys;
    for (const event of keysOf(doc)) {
      const { stream, v } = event;
      const before = versions.get(stream);
      if (before === undefined ? v <= this.#latest(stream) && this.#hasVersion(stream, v) : v <= before)
        throw alreadyExists();
      versions.set(stream, v);
      const key = keyOf(event);
      if (this.#hasCommand(event, key)) throw alreadyExists();
      commands.set(key, event);
    }
    return keys;
  }

  #latest(stream: string): number {
    let latest = this.#versions.get(stream);
    if (latest === undefined) {
      latest = (this.#sql.latest.get(stream) as { v: number } | undefined)?.v ?? 0;
      this.#versions.set(copied(stream), latest);
    }
    return latest;
  }

  #hasVersion(stream: string, v: number): boolean {
    const indexed = this.#sql.runWith.get(stream, v) as Run | undefined;
    const runs = [
      ...this.#runs.filter((run) => run.stream === stream && run.v >= v),
      ...(indexed ? [indexed] : []),
    ];
    const docs = runs.map(({ seq }) => this.#sql.doc.get(seq) as { doc: string });
    return docs.some(({ doc }) => keysOf(doc).some((key) => key.v === v && key.stream === stream));
  }

  #hasCommand({ stream, cmd }: Omit<Command, 'seq'>, key: string): boolean {
    if (this.#commands.has(key)) return true;
    // Ids of commands that sort by their time, as most do, are greater than all that are indexed. (In ASCII, JavaScript
    // compares as SQLite does.) And a stream that is new has taken no command.
    if ((cmd > this.#greatest && ASCII.test(cmd)) || this.#latest(stream) === 0) return false;
    return this.#sql.command.get(cmd, stream) !== undefined;
  }

  #remember({ seq, id }: Place, { versions, commands }: Keys): void {
    const p = Math.floor(id / POSITIONS);
    this.#heads[p] = Math.max(this.#heads[p]!, id - p * POSITIONS);
    this.#places.set(id, { seq, id });
    for (const [stream, v] of versions) {
      const latest = this.#versions.get(stream);
      if (latest === undefined) this.#versions.set(copied(stream), v);
      else if (latest < v) this.#versions.set(stream, v);
      this.#runs.push({ stream, v, seq });
    }
    for (const [key, { cmd, stream }] of commands) this.#commands.set(key, { cmd, stream, seq });
  }

  #forget(): void {
    this.#places = new Map();
    this.#runs = [];
    this.#commands = new Map();
  }

  /**
   * What does not find space waits for the next time. Any other failure is told to whoever appends, until it goes well:
   * what waits must not grow for ever.
   */
  #index(): void {
    this.#failure = undefined;
    if (this.#places.size === 0) return;
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      this.#writeIndexes();
      this.#db.exec('COMMIT');
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      if (!isFull(error)) this.#failure = error;
      return;
    }
    this.#forgetIndexed();
  }

  /** Part of the transaction of the caller. */
  #writeIndexes(): void {
    if (this.#places.size === 0) return;
    // In the order of the file, so that each page is found and written once.
    const places = [...this.#places.values()].sort((a, b) => a.id - b.id);
    const runs = this.#runs.sort((a, b) => compare(a.stream, b.stream) || a.v - b.v);
    const commands = [...this.#commands.values()].sort((a, b) => compare(a.cmd, b.cmd));
    this.#sql.putPlaces(places, ({ id, seq }) => [id, seq]);
    this.#sql.putRuns(runs, ({ stream, v, seq }) => [stream, v, seq]);
    this.#sql.putCommands(commands, ({ cmd, stream, seq }) => [cmd, stream, seq]);
    this.#sql.mark.run(places.reduce((seq, place) => Math.max(seq, place.seq), 0));
  }

  #forgetIndexed(): void {
    for (const { cmd } of this.#commands.values()) if (cmd > this.#greatest) this.#greatest = cmd;
    this.#forget();
    if (this.#versions.size > STREAMS_KEPT) this.#versions.clear();
  }
}

interface Keys {
  /** The last of each stream. */
  versions: Map<string, number>;
  commands: Map<string, Omit<Command, 'seq'>>;
}

function keyOf({ stream, cmd }: Omit<Command, 'seq'>): string {
  return `${stream}\n${cmd}`;
}

/** Without the text of the commit that it was cut out of, which would stay in memory with it. */
function copied(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function prepareAll(db: DatabaseSync) {
  const prepare = (sql: string): StatementSync => db.prepare(sql);
  return {
    append: prepare('INSERT INTO log (id, at, doc) VALUES (?, ?, ?)'),
    tail: prepare('SELECT seq, id, doc FROM log WHERE seq > (SELECT seq FROM indexed) ORDER BY seq'),
    head: prepare('SELECT max(id) AS id FROM places WHERE id >= ? AND id < ?'),
    place: prepare('SELECT 1 FROM places WHERE id = ?'),
    latest: prepare('SELECT v FROM events WHERE stream = ? ORDER BY v DESC LIMIT 1'),
    command: prepare('SELECT 1 FROM commands WHERE cmd = ? AND stream = ?'),
    greatest: prepare('SELECT max(cmd) AS cmd FROM commands'),
    putPlaces: inserter<Place>(db, 'places', 2),
    putRuns: inserter<Run>(db, 'events', 3),
    putCommands: inserter<Command>(db, 'commands', 3),
    mark: prepare('UPDATE indexed SET seq = ?'),
    doc: prepare('SELECT doc FROM log WHERE seq = ?'),
    runWith: prepare(
      'SELECT v, seq, id FROM events JOIN log USING (seq) WHERE stream = ? AND v >= ? ORDER BY v LIMIT 1',
    ),
    commitsOf: prepare(`SELECT seq, doc FROM log
      WHERE seq IN (SELECT seq FROM events WHERE stream = ? AND v <= ?) ORDER BY seq`),
    rewrite: prepare('UPDATE log SET doc = ? WHERE seq = ?'),
    dropRuns: prepare('DELETE FROM events WHERE stream = ? AND v < ?'),
    dropCommand: prepare('DELETE FROM commands WHERE cmd = ? AND stream = ?'),
    shelf: prepare('SELECT seq, id, at, doc FROM log WHERE seq >= ? AND seq < ? ORDER BY seq'),
    clear: prepare('DELETE FROM log WHERE seq >= ? AND seq < ?'),
    putBack: prepare('INSERT INTO log (seq, id, at, doc) VALUES (?, ?, ?, ?)'),
    revise: prepare('UPDATE revision SET n = n + 1'),
  };
}

/** Inserts rows, many with each statement: a good part of the cost is that of calling SQLite. */
function inserter<T>(db: DatabaseSync, table: string, columns: number) {
  const row = `(${Array(columns).fill('?').join(', ')})`;
  const one = db.prepare(`INSERT INTO ${table} VALUES ${row}`);
  const many = db.prepare(`INSERT INTO ${table} VALUES ${Array(ROWS_TOGETHER).fill(row).join(', ')}`);
  return (items: readonly T[], values: (item: T) => SqlValue[]) => {
    let at = 0;
    for (; at + ROWS_TOGETHER <= items.length; at += ROWS_TOGETHER)
      many.run(...items.slice(at, at + ROWS_TOGETHER).flatMap(values));
    for (; at < items.length; at++) one.run(...values(items[at]!));
  };
}
