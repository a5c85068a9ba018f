import type { DatabaseSync } from 'node:sqlite';
import { prepareAll } from './statements.ts';

const SQL = {
  tracks: step('track_words'),
  albums: step('album_words'),
  artists: step('artist_words'),
  words: step('near_words'),
  changes: 'SELECT total_changes() AS changes',
} as const;

/** Pages that are written in one step, about: some milliseconds. */
const PAGES = 100;

/**
 * Full-text tables are kept as sorted pieces, which writing merges only now and then, and every search looks into each
 * piece. While nothing else is to be written they are made few.
 */
export class Merging {
  readonly #sql;

  constructor(db: DatabaseSync) {
    this.#sql = prepareAll(db, SQL);
  }

  /** Merges some pieces, in transactions of its own. Whether there may be more to merge. */
  step(): boolean {
    for (const table of ['words', 'tracks', 'albums', 'artists'] as const) {
      const before = this.#changes();
      this.#sql[table].run(PAGES);
      // With nothing to merge there is but the one change of the command itself.
      if (this.#changes() - before > 1) return true;
    }
    return false;
  }

  #changes(): number {
    return (this.#sql.changes.get() as { changes: number }).changes;
  }
}

function step(table: string): string {
  return `INSERT INTO ${table} (${table}, rank) VALUES ('merge', ?)`;
}
