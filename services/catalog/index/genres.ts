import type { DatabaseSync } from 'node:sqlite';
import { genreKey } from '../ids.ts';
import { prepareAll } from './statements.ts';

const SQL = {
  count: `INSERT INTO genre_name VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET songs = songs + excluded.songs`,
  sweep: 'DELETE FROM genre_name WHERE genre = ? AND songs = 0',
  name: `SELECT name, sum(songs) OVER () AS songs FROM genre_name WHERE genre = ?
    ORDER BY genre_name.songs DESC, name LIMIT 1`,
  albums: 'SELECT count(*) AS albums FROM album_genre WHERE genre = ?',
  put: 'INSERT OR REPLACE INTO genre VALUES (?, ?, ?, ?)',
  remove: 'DELETE FROM genre WHERE genre = ?',
} as const;

/** The genres, counted as tracks and albums come and go. */
export class GenreRows {
  readonly #sql;
  readonly #songs = new Map<string, number>();
  readonly #touched = new Set<number>();

  constructor(db: DatabaseSync) {
    this.#sql = prepareAll(db, SQL);
  }

  count(name: string, by: 1 | -1): void {
    this.#songs.set(name, (this.#songs.get(name) ?? 0) + by);
  }

  /** The albums of a genre have changed. */
  touch(genre: number): void {
    this.#touched.add(genre);
  }

  settle(): void {
    for (const [name, songs] of this.#songs) {
      if (songs === 0) continue;
      const genre = genreKey(name);
      this.#sql.count.run(genre, name, songs);
      this.#touched.add(genre);
    }
    for (const genre of this.#touched) this.#write(genre);
    this.forget();
  }

  forget(): void {
    this.#songs.clear();
    this.#touched.clear();
  }

  #write(genre: number): void {
    this.#sql.sweep.run(genre);
    const named = this.#sql.name.get(genre) as { name: string; songs: number } | undefined;
    if (named === undefined) {
      this.#sql.remove.run(genre);
      return;
    }
    const { albums } = this.#sql.albums.get(genre) as { albums: number };
    this.#sql.put.run(genre, named.name, named.songs, albums);
  }
}
