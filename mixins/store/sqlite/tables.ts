import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FormatWriter, OwnFormat, Statement, TableSchema } from './protocol.ts';
import { Refused } from './refused.ts';
import { migrate } from './schema.ts';

const STATEMENTS_KEPT = 500;

/** A store's file: tables of documents, written by statements. */
export function tablesFormat(tables: readonly TableSchema[]): OwnFormat {
  return {
    migrate(db) {
      for (const table of tables) migrate(db, table);
    },
    writer: (db) => new TablesWriter(db),
  };
}

class TablesWriter implements FormatWriter {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  write(work: unknown): number[] {
    const statements = work as Statement[];
    if (statements.length === 1) return [this.#run(statements[0]!)];
    this.#db.exec('SAVEPOINT request');
    try {
      const changes = statements.map((statement) => this.#run(statement));
      this.#db.exec('RELEASE request');
      return changes;
    } catch (error) {
      // After a full disk the transaction itself is gone.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK TO request; RELEASE request');
      throw error;
    }
  }

  #run({ sql, params, guard }: Statement): number {
    const changes = Number(this.#prepare(sql).run(...params).changes);
    if (changes === 0 && guard !== undefined) {
      const row = this.#prepare(`SELECT 1 FROM "${guard.table}" WHERE id = ?`).get(guard.id);
      if (row === undefined) throw new Refused('NOT_FOUND', `There is no ${guard.id}.`);
      throw new Refused('CONFLICT', `${guard.id} has changed since it was read.`);
    }
    return changes;
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      if (this.#statements.size >= STATEMENTS_KEPT) this.#statements.clear();
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
