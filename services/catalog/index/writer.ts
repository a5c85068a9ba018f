import type { DatabaseSync } from 'node:sqlite';
import type { AlbumPart } from '../album.ts';
import { creditsOf } from '../artist.ts';
import { entryBytes } from '../entry/bytes.ts';
import { songEntry } from '../entry/song.ts';
import { sortKey } from '../fold.ts';
import { genreKey, keyOf } from '../ids.ts';
import type { Track } from '../model.ts';
import type { Release } from '../track.ts';
import { AlbumRows } from './albums.ts';
import { ArtistRows } from './artists.ts';
import { DecadeRows } from './decades.ts';
import { FactRows } from './facts.ts';
import { FolderRows, placeOf } from './folders.ts';
import { GenreRows } from './genres.ts';
import { prepareAll } from './statements.ts';
import { trackTerms } from './terms.ts';
import { WordRows } from './words.ts';

/** A track for the index: its permanent number, its {@link Track} and its {@link Release} as JSON. */
export type IndexRow = [n: number, doc: string, release: string];

/** How far the index has come. `cursor` is the last number copied while it is rebuilt from the store. */
export interface IndexState {
  pos: number;
  /** When that commit was made, ms since 1970. */
  at: number;
  cursor: number | null;
  target: number | null;
}

/** One page of the store's tracks by number, while the index is rebuilt. */
export interface RebuildPage {
  rows: IndexRow[];
  /** No track of the store has a number after `from` up to `to` but these rows. Null: and none above. */
  to: number | null;
}

interface StoredTrack {
  n: number;
  live: number;
  doc: string;
  release: string;
}

const SQL = {
  state: 'SELECT pos, at, cursor, target, targetAt FROM state',
  advance: 'UPDATE state SET pos = ?, at = ?',
  begin: 'UPDATE state SET cursor = 0, target = ?, targetAt = ?',
  cursor: 'UPDATE state SET cursor = ?',
  finish: 'UPDATE state SET pos = target, at = targetAt, cursor = NULL, target = NULL, targetAt = NULL',
  counts: `UPDATE state SET tracks = tracks + ?, albums = albums + ?, artists = artists + ?`,
  byId: 'SELECT n, live, doc, release FROM track WHERE id = ?',
  between: 'SELECT n, id FROM track WHERE n > ? AND n <= ?',
  insert: 'INSERT INTO track VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  delete: 'DELETE FROM track WHERE n = ?',
  addEntry: 'INSERT INTO track_entry VALUES (?, ?, ?)',
  removeEntry: 'DELETE FROM track_entry WHERE n = ?',
  addWords: 'INSERT INTO track_words (rowid, name, artists, album) VALUES (?, ?, ?, ?)',
  removeWords: 'DELETE FROM track_words WHERE rowid = ?',
  addKey: 'INSERT OR IGNORE INTO track_key VALUES (?, ?)',
  removeKey: 'DELETE FROM track_key WHERE key = ? AND item = ?',
  addGenre: 'INSERT INTO track_genre VALUES (?, ?, ?, ?, ?)',
  removeGenre: 'DELETE FROM track_genre WHERE genre = ? AND sort = ? AND n = ?',
  lastOrdinal: 'SELECT max(i) AS i FROM ordinal WHERE n < ?',
  cutOrdinals: 'DELETE FROM ordinal WHERE i > ?',
  // Rows without a number get the next one; a window function takes six times as long.
  addOrdinals: 'INSERT INTO ordinal (n) SELECT n FROM track NOT INDEXED WHERE live = 1 AND n >= ? ORDER BY n',
} as const;

/** Tracks without a number come after those with one. */
const NO_NUMBER = 1_000_000;

/**
 * The only writer of a read index. What a call of {@link apply} or {@link rebuild} changes is one transaction together
 * with the checkpoint, so the index always is the exact image of some position of the catalog's feed.
 */
export class IndexWriter {
  readonly #db: DatabaseSync;
  readonly #sql;
  readonly #genres: GenreRows;
  readonly #decades: DecadeRows;
  readonly #facts: FactRows;
  readonly #folders: FolderRows;
  readonly #artists: ArtistRows;
  readonly #albums: AlbumRows;
  readonly #words: WordRows;
  /** Lowest number whose place among the live tracks changed in this transaction. */
  #changedFrom = Number.POSITIVE_INFINITY;
  #tracks = 0;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#sql = prepareAll(db, SQL);
    this.#genres = new GenreRows(db);
    this.#decades = new DecadeRows(db);
    this.#facts = new FactRows(db);
    this.#folders = new FolderRows(db);
    this.#artists = new ArtistRows(db);
    this.#albums = new AlbumRows(db, this.#artists, this.#genres, this.#decades);
    this.#words = new WordRows(db);
  }

  get state(): IndexState {
    const { pos, at, cursor, target } = this.#sql.state.get() as unknown as IndexState;
    return { pos, at, cursor, target };
  }

  /**
   * Stores the tracks of the commits `first` to `pos`. Storing what is stored already changes nothing.
   * @throws {RangeError} unless the index holds everything before `first` and nothing after
   */
  apply(rows: readonly IndexRow[], pos: number, at: number, first = pos): void {
    this.#transaction(() => {
      const last = this.state.pos;
      if (first !== last + 1) throw new RangeError(`Commit ${first} cannot follow ${last}`);
      for (const row of rows) this.#put(row);
      this.#settle();
      this.#sql.advance.run(pos, at);
    });
  }

  /** Starts to copy the whole store, which holds everything up to commit `target`. What is indexed goes on serving. */
  beginRebuild(target: number, targetAt: number): void {
    this.#sql.begin.run(target, targetAt);
  }

  /** Copies the page after the cursor, and forgets what the index has in its place. After the last, `pos` = `target`. */
  rebuild({ rows, to }: RebuildPage): void {
    this.#transaction(() => {
      const kept = new Map(rows.map(([n, doc]) => [n, (JSON.parse(doc) as Track).id]));
      const upTo = to ?? Number.MAX_SAFE_INTEGER;
      for (const { n, id } of this.#sql.between.all(this.state.cursor ?? 0, upTo)) {
        if (kept.get(n as number) !== id) this.#remove(this.#sql.byId.get(id!) as unknown as StoredTrack);
      }
      for (const row of rows) this.#put(row);
      this.#settle();
      if (to === null) this.#sql.finish.run();
      else this.#sql.cursor.run(to);
    });
  }

  #put([n, doc, release]: IndexRow): void {
    const track = JSON.parse(doc) as Track;
    const old = this.#sql.byId.get(track.id) as unknown as StoredTrack | undefined;
    if (old !== undefined) {
      if (old.n === n && old.doc === doc && old.release === release) return;
      this.#remove(old);
    }
    const live = track.missing ? 0 : 1;
    const sort = sortKey(track.sortTitle ?? track.title);
    const album = keyOf(track.albumId)!;
    const year = track.year ?? 0;
    const { disc = 1, track: no = NO_NUMBER, folder } = track;
    const added = Date.parse(track.created);
    const part = { track, release: JSON.parse(release) as Release };
    const { dir, file } = placeOf(part);
    this.#sql.insert.run(
      ...[n, track.id, live, folder, year, album, disc, no, sort, added, dir, file, doc, release],
    );
    this.#sql.addEntry.run(n, track.id, entryBytes(songEntry(track)));
    this.#albums.stored(n, part);
    this.#count(part, 1);
    if (live === 0) return;
    const { keys, columns } = trackTerms(track, this.#words.cached);
    this.#sql.addWords.run(n, columns[0]!, columns[1]!, columns[2]!);
    for (const key of keys) this.#sql.addKey.run(key, n);
    for (const genre of genresOf(track).keys()) this.#sql.addGenre.run(genre, sort, n, year, folder);
    for (const column of columns) this.#words.add(column);
    this.#facts.add(track, { n, album, disc, no, sort, added });
    this.#moved(n, 1);
  }

  #remove({ n, live, doc, release }: StoredTrack): void {
    const track = JSON.parse(doc) as Track;
    this.#sql.delete.run(n);
    this.#sql.removeEntry.run(n);
    this.#count({ track, release: JSON.parse(release) }, -1);
    if (live === 0) return;
    const sort = sortKey(track.sortTitle ?? track.title);
    this.#sql.removeWords.run(n);
    for (const key of trackTerms(track, this.#words.cached).keys) this.#sql.removeKey.run(key, n);
    for (const genre of genresOf(track).keys()) this.#sql.removeGenre.run(genre, sort, n);
    this.#facts.remove(n);
    this.#moved(n, -1);
  }

  #count({ track, release }: AlbumPart, by: 1 | -1): void {
    const live = !track.missing;
    this.#albums.touch(keyOf(track.albumId)!);
    for (const [id, credit] of creditsOf(track, release)) this.#artists.count(keyOf(id)!, credit, live, by);
    if (!live) return;
    this.#folders.count({ track, release }, by);
    for (const genre of genresOf(track).values()) this.#genres.count(genre, by);
    this.#decades.count('songs', track.year, by);
  }

  #moved(n: number, by: 1 | -1): void {
    this.#changedFrom = Math.min(this.#changedFrom, n);
    this.#tracks += by;
  }

  /** Brings everything that follows from the tracks up to date. */
  #settle(): void {
    const albums = this.#albums.settle();
    const artists = this.#artists.settle();
    this.#genres.settle();
    this.#decades.settle();
    this.#facts.settle();
    this.#folders.settle();
    this.#words.settle();
    this.#renumber();
    this.#sql.counts.run(this.#tracks, albums, artists);
    this.#tracks = 0;
  }

  #renumber(): void {
    if (this.#changedFrom === Number.POSITIVE_INFINITY) return;
    const { i } = this.#sql.lastOrdinal.get(this.#changedFrom) as { i: number | null };
    this.#sql.cutOrdinals.run(i ?? 0);
    this.#sql.addOrdinals.run(this.#changedFrom);
    this.#changedFrom = Number.POSITIVE_INFINITY;
  }

  #transaction(work: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#forget();
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  #forget(): void {
    this.#albums.forget();
    this.#artists.forget();
    this.#genres.forget();
    this.#decades.forget();
    this.#facts.forget();
    this.#folders.forget();
    this.#words.forget();
    this.#changedFrom = Number.POSITIVE_INFINITY;
    this.#tracks = 0;
  }
}

/** Each genre once, however often and in whatever spellings the tags name it. */
function genresOf(track: Track): Map<number, string> {
  const genres = new Map<number, string>();
  for (const name of track.genres) if (!genres.has(genreKey(name))) genres.set(genreKey(name), name);
  return genres;
}
