import type { DatabaseSync } from 'node:sqlite';
import { type CreditCount, foldArtist, type Spelling } from '../artist.ts';
import { artistEntry } from '../entry/artist.ts';
import { entryBytes } from '../entry/bytes.ts';
import { sortKey } from '../fold.ts';
import type { Artist } from '../model.ts';
import { prepareAll } from './statements.ts';
import { artistTerms } from './terms.ts';

const SQL = {
  count: `INSERT INTO artist_credit VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET songs = songs + excluded.songs, missing = missing + excluded.missing`,
  sweep: 'DELETE FROM artist_credit WHERE artist = ? AND songs = 0 AND missing = 0',
  credits: 'SELECT spelling, roles, songs, missing FROM artist_credit WHERE artist = ?',
  albums: `SELECT count(*) AS count, coalesce(sum(songs), 0) AS songs
    FROM album_artist JOIN album ON a = album WHERE artist = ? AND main = 1 AND live = 1`,
  cover: `SELECT cover FROM album_artist CROSS JOIN album ON a = album
    WHERE artist = ? AND main = ? AND live = 1 AND cover IS NOT NULL ORDER BY year, sort, a LIMIT 1`,
  get: 'SELECT live, main, doc FROM artist WHERE a = ?',
  put: 'INSERT OR REPLACE INTO artist VALUES (?, ?, ?, ?, ?)',
  remove: 'DELETE FROM artist WHERE a = ?',
  putEntry: 'INSERT OR REPLACE INTO artist_entry VALUES (?, ?, ?)',
  removeEntry: 'DELETE FROM artist_entry WHERE a = ?',
  addWords: 'INSERT INTO artist_words (rowid, name) VALUES (?, ?)',
  removeWords: 'DELETE FROM artist_words WHERE rowid = ?',
  addKey: 'INSERT OR IGNORE INTO artist_key VALUES (?, ?)',
  removeKey: 'DELETE FROM artist_key WHERE key = ? AND item = ?',
} as const;

interface StoredArtist {
  live: number;
  main: number;
  doc: string;
}

/** The artists, folded from counts of how tracks credit them and from their albums. */
export class ArtistRows {
  readonly #sql;
  readonly #credits = new Map<
    string,
    { artist: number; spelling: string; roles: string; songs: number; missing: number }
  >();
  readonly #touched = new Set<number>();

  constructor(db: DatabaseSync) {
    this.#sql = prepareAll(db, SQL);
  }

  /** A track that credits the artist so has come (1) or gone (-1). */
  count(artist: number, credit: { spelling: Spelling; roles: string }, live: boolean, by: 1 | -1): void {
    const { name, sort, mbid } = credit.spelling;
    const spelling = JSON.stringify({ name, sort, mbid });
    const key = `${artist} ${credit.roles} ${spelling}`;
    let change = this.#credits.get(key);
    if (change === undefined) {
      change = { artist, spelling, roles: credit.roles, songs: 0, missing: 0 };
      this.#credits.set(key, change);
    }
    change[live ? 'songs' : 'missing'] += by;
  }

  /** The albums of an artist have changed. */
  touch(artist: number): void {
    this.#touched.add(artist);
  }

  /** Writes what has changed. Returns by how many the live album artists have become more. */
  settle(): number {
    for (const { artist, spelling, roles, songs, missing } of this.#credits.values()) {
      if (songs === 0 && missing === 0) continue;
      this.#sql.count.run(artist, spelling, roles, songs, missing);
      this.#touched.add(artist);
    }
    let more = 0;
    // A full-text index writes out what it has gathered whenever a number is not larger than the one before.
    for (const artist of [...this.#touched].sort((one, other) => one - other)) more += this.#write(artist);
    this.forget();
    return more;
  }

  forget(): void {
    this.#credits.clear();
    this.#touched.clear();
  }

  #write(a: number): number {
    this.#sql.sweep.run(a);
    const old = this.#sql.get.get(a) as unknown as StoredArtist | undefined;
    const listed = old !== undefined && old.live === 1 && old.main === 1 ? 1 : 0;
    const credits = this.#sql.credits.all(a).map(
      (row): CreditCount => ({
        ...(row as unknown as CreditCount),
        spelling: JSON.parse(row.spelling as string),
      }),
    );
    const albums = this.#sql.albums.get(a) as unknown as { count: number; songs: number };
    if (credits.length === 0 && albums.count === 0) {
      if (old !== undefined) this.#unlist(a, old);
      this.#sql.remove.run(a);
      this.#sql.removeEntry.run(a);
      return -listed;
    }
    const cover = (this.#sql.cover.get(a, 1) ?? this.#sql.cover.get(a, 0)) as { cover: string } | undefined;
    const artist = foldArtist(idOf(a), credits, { ...albums, coverTrack: cover?.cover });
    const doc = JSON.stringify(artist);
    const live = artist.songCount > 0 ? 1 : 0;
    const main = artist.albumCount > 0 ? 1 : 0;
    if (old?.doc === doc && old.live === live) return 0;
    this.#relist(a, old, artist, live);
    this.#sql.put.run(a, live, main, sortKey(artist.sortName ?? artist.name), doc);
    this.#sql.putEntry.run(a, artist.id, entryBytes(artistEntry(artist)));
    return live * main - listed;
  }

  #relist(a: number, old: StoredArtist | undefined, artist: Artist, live: number): void {
    const before = old?.live === 1 ? artistTerms(JSON.parse(old.doc)) : undefined;
    const after = live === 1 ? artistTerms(artist) : undefined;
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    if (old !== undefined) this.#unlist(a, old);
    if (after === undefined) return;
    this.#sql.addWords.run(a, after.columns[0]!);
    for (const key of after.keys) this.#sql.addKey.run(key, a);
  }

  #unlist(a: number, old: StoredArtist): void {
    if (old.live === 0) return;
    this.#sql.removeWords.run(a);
    for (const key of artistTerms(JSON.parse(old.doc)).keys) this.#sql.removeKey.run(key, a);
  }
}

function idOf(a: number): string {
  return `ar-${a.toString(16).padStart(13, '0')}`;
}
