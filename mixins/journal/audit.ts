import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { COMPACTED, isKnown, type Schemas } from '../actor/upcast.ts';
import { partitionName } from './partitions.ts';
import type { Commit, StoredEvent } from './types.ts';

/** Something in a journal that no engine writes, or that this version does not understand. */
export interface JournalFinding {
  kind: 'position' | 'version' | 'command' | 'unknown';
  partition: string;
  position: number;
  /** A sentence for the operator. */
  what: string;
}

interface AuditOptions {
  schemas: Schemas;
  /** For what does not fit into memory: one row for each stream and each command. Belongs to this audit alone. */
  folder: string;
  onFinding(finding: JournalFinding): void;
}

/**
 * Looks at the commits of a journal as they are read: positions 1, 2, 3, …, versions of each stream 1, 2, 3, …, no
 * command taken twice, no event of a kind that is not known.
 */
export class JournalAudit {
  readonly #db: DatabaseSync;
  readonly #sql: Record<'latest' | 'step' | 'take', StatementSync>;
  readonly #schemas: Schemas;
  readonly #onFinding: AuditOptions['onFinding'];
  readonly #reached = new Map<number, number>();
  readonly #gaps = new Set<number>();
  #commits = 0;
  #events = 0;

  constructor({ schemas, folder, onFinding }: AuditOptions) {
    this.#schemas = schemas;
    this.#onFinding = onFinding;
    this.#db = new DatabaseSync(join(folder, 'audit.db'));
    // Of no use to anybody after a crash.
    this.#db.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;
      CREATE TABLE streams (stream TEXT PRIMARY KEY, v INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE commands (stream TEXT, cmd TEXT, PRIMARY KEY (stream, cmd)) STRICT, WITHOUT ROWID;
      BEGIN`);
    this.#sql = {
      latest: this.#db.prepare('SELECT v FROM streams WHERE stream = ?'),
      step: this.#db.prepare('INSERT OR REPLACE INTO streams VALUES (?, ?)'),
      take: this.#db.prepare('INSERT OR IGNORE INTO commands VALUES (?, ?)'),
    };
  }

  get commits(): number {
    return this.#commits;
  }

  get events(): number {
    return this.#events;
  }

  /** The position up to which a partition was seen. */
  reached(p: number): number {
    return this.#reached.get(p) ?? 0;
  }

  /** The next commits that were read of a partition. */
  take(p: number, commits: readonly Commit[]): void {
    for (const commit of commits) this.#takeOne(p, commit);
  }

  /** That a partition ends at `last`, whatever was read of it. */
  endsAt(p: number, last: number): void {
    const missing = this.reached(p) + 1;
    if (last < missing || this.#gaps.has(p)) return;
    this.#gaps.add(p);
    const what = `Position ${missing} is missing; what comes after it, up to ${last}, is read by nobody.`;
    this.#find('position', p, missing, what);
  }

  close(): void {
    this.#db.close();
  }

  #takeOne(p: number, commit: Commit): void {
    const place = this.reached(p) + 1;
    this.#reached.set(p, place);
    if (commit.p !== p || commit.pos !== place) {
      const says = `${partitionName(commit.p)}:${commit.pos}`;
      this.#find('position', p, place, `The commit at position ${place} says that it is ${says}.`);
    }
    this.#commits++;
    this.#events += commit.events.length;
    for (const [stream, events] of Map.groupBy(commit.events, (event) => event.stream)) {
      const find = (kind: JournalFinding['kind'], what: string) => this.#find(kind, p, place, what);
      this.#checkVersions(stream, events, find);
      this.#checkCommands(stream, events, find);
      for (const { v, type, schema } of events.filter((event) => !isKnown(this.#schemas, event)))
        find('unknown', `Version ${v} of ${stream} is not understood: ${type}, schema ${schema}.`);
    }
  }

  #checkVersions(stream: string, events: readonly StoredEvent[], find: Find): void {
    let latest = (this.#sql.latest.get(stream) as { v: number } | undefined)?.v ?? 0;
    for (const { v, type } of events) {
      const follows = type === COMPACTED ? v > latest : v === latest + 1;
      if (!follows) find('version', `After version ${latest} of ${stream} comes ${v}.`);
      latest = v;
    }
    this.#sql.step.run(stream, latest);
  }

  /** Events of a command follow one another. */
  #checkCommands(stream: string, events: readonly StoredEvent[], find: Find): void {
    for (const [i, { cmd }] of events.entries()) {
      if (cmd === events[i - 1]?.cmd) continue;
      if (this.#sql.take.run(stream, cmd).changes === 0)
        find('command', `${stream} has taken command ${cmd} twice.`);
    }
  }

  #find(kind: JournalFinding['kind'], p: number, position: number, what: string): void {
    this.#onFinding({ kind, partition: partitionName(p), position, what });
  }
}

type Find = (kind: JournalFinding['kind'], what: string) => void;
