import type { DatabaseSync } from 'node:sqlite';
import type { Decade } from '../model.ts';
import type { IndexFile } from './rows.ts';
import { prepareAll } from './statements.ts';

const SQL = {
  count: `INSERT INTO decade VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET songs = songs + excluded.songs, albums = albums + excluded.albums`,
  sweep: 'DELETE FROM decade WHERE songs = 0 AND albums = 0',
} as const;

interface Counted {
  songs: number;
  albums: number;
}

/** The decades, counted as tracks and albums come and go. What has no year is in none. */
export class DecadeRows {
  readonly #sql;
  readonly #changes = new Map<number, Counted>();

  constructor(db: DatabaseSync) {
    this.#sql = prepareAll(db, SQL);
  }

  count(what: keyof Counted, year: number | undefined, by: 1 | -1): void {
    if (year === undefined) return;
    const decade = year - (year % 10);
    let change = this.#changes.get(decade);
    if (change === undefined) {
      change = { songs: 0, albums: 0 };
      this.#changes.set(decade, change);
    }
    change[what] += by;
  }

  settle(): void {
    if (this.#changes.size === 0) return;
    for (const [decade, { songs, albums }] of this.#changes) this.#sql.count.run(decade, songs, albums);
    this.#sql.sweep.run();
    this.forget();
  }

  forget(): void {
    this.#changes.clear();
  }
}

export function listDecades(index: IndexFile): Decade[] {
  return index
    .all<Decade>('SELECT decade, songs AS songCount, albums AS albumCount FROM decade ORDER BY decade')
    .map((row) => ({ ...row }));
}
