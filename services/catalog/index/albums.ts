import type { DatabaseSync } from 'node:sqlite';
import { type AlbumPart, emptied, foldAlbum } from '../album.ts';
import { albumEntry } from '../entry/album.ts';
import { entryBytes } from '../entry/bytes.ts';
import { sortKey } from '../fold.ts';
import { genreKey, keyOf } from '../ids.ts';
import type { Album } from '../model.ts';
import type { ArtistRows } from './artists.ts';
import type { DecadeRows } from './decades.ts';
import type { GenreRows } from './genres.ts';
import { prepareAll } from './statements.ts';
import { albumTerms } from './terms.ts';

const SQL = {
  parts: 'SELECT n FROM track WHERE album = ? AND live = ? ORDER BY disc, no, sort, n',
  part: 'SELECT doc, release FROM track WHERE n = ?',
  get: 'SELECT live, artists, doc FROM album WHERE a = ?',
  put: 'INSERT OR REPLACE INTO album VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  remove: 'DELETE FROM album WHERE a = ?',
  putEntry: 'INSERT OR REPLACE INTO album_entry VALUES (?, ?, ?)',
  removeEntry: 'DELETE FROM album_entry WHERE a = ?',
  addArtist: 'INSERT OR IGNORE INTO album_artist VALUES (?, ?, ?)',
  removeArtist: 'DELETE FROM album_artist WHERE artist = ? AND main = ? AND album = ?',
  addGenre: 'INSERT OR IGNORE INTO album_genre VALUES (?, ?, ?)',
  removeGenre: 'DELETE FROM album_genre WHERE genre = ? AND sort = ? AND album = ?',
  addFolder: 'INSERT OR IGNORE INTO album_folder VALUES (?, ?)',
  removeFolder: 'DELETE FROM album_folder WHERE folder = ? AND album = ?',
  addWords: 'INSERT INTO album_words (rowid, name, artists) VALUES (?, ?, ?)',
  removeWords: 'DELETE FROM album_words WHERE rowid = ?',
  addKey: 'INSERT OR IGNORE INTO album_key VALUES (?, ?)',
  removeKey: 'DELETE FROM album_key WHERE key = ? AND item = ?',
} as const;

interface StoredAlbum {
  live: number;
  /** The artists it is linked to: `[key, main][]`. */
  artists: string;
  doc: string;
}

/** The albums, each folded anew from its tracks when one of them changes. */
export class AlbumRows {
  readonly #sql;
  readonly #artists: ArtistRows;
  readonly #genres: GenreRows;
  readonly #decades: DecadeRows;
  readonly #touched = new Set<number>();
  /** Tracks of this transaction by number. */
  readonly #fresh = new Map<number, AlbumPart>();

  constructor(db: DatabaseSync, artists: ArtistRows, genres: GenreRows, decades: DecadeRows) {
    this.#sql = prepareAll(db, SQL);
    this.#artists = artists;
    this.#genres = genres;
    this.#decades = decades;
  }

  /** The tracks of an album have changed. */
  touch(album: number): void {
    this.#touched.add(album);
  }

  /** A track that was just stored need not be read and parsed again. */
  stored(n: number, part: AlbumPart): void {
    this.#fresh.set(n, part);
  }

  /** Writes what has changed. Returns by how many the live albums have become more. */
  settle(): number {
    let more = 0;
    // A full-text index writes out what it has gathered whenever a number is not larger than the one before.
    for (const album of [...this.#touched].sort((one, other) => one - other)) more += this.#write(album);
    this.forget();
    return more;
  }

  forget(): void {
    this.#touched.clear();
    this.#fresh.clear();
  }

  #write(a: number): number {
    const old = this.#sql.get.get(a) as unknown as StoredAlbum | undefined;
    let parts = this.#parts(a, 1);
    const live = parts.length > 0 ? 1 : 0;
    if (live === 0) parts = this.#parts(a, 0);
    if (parts.length === 0) {
      if (old !== undefined) this.#unlist(a, old);
      this.#sql.remove.run(a);
      this.#sql.removeEntry.run(a);
      return -(old?.live ?? 0);
    }
    const album = live === 1 ? foldAlbum(parts) : emptied(foldAlbum(parts));
    const doc = JSON.stringify(album);
    const artists = JSON.stringify(linksOf(album, parts));
    if (old?.doc === doc && old.live === live && old.artists === artists) return 0;
    if (old !== undefined) this.#unlist(a, old);
    if (live === 1) this.#list(a, album, artists);
    const by = album.artists[0]?.name ?? '';
    this.#sql.put.run(
      a,
      live,
      sortOf(album),
      sortKey(parts[0]!.release.credits?.[album.artists[0]?.id ?? '']?.sort ?? by),
      album.year ?? 0,
      Date.parse(album.created),
      album.songCount,
      album.coverTrack ?? null,
      artists,
      doc,
    );
    this.#sql.putEntry.run(a, album.id, entryBytes(albumEntry(album)));
    return live - (old?.live ?? 0);
  }

  #parts(a: number, live: 0 | 1): AlbumPart[] {
    return (this.#sql.parts.all(a, live) as { n: number }[]).map(({ n }) => {
      const fresh = this.#fresh.get(n);
      if (fresh !== undefined) return fresh;
      const { doc, release } = this.#sql.part.get(n) as { doc: string; release: string };
      return { track: JSON.parse(doc), release: JSON.parse(release) };
    });
  }

  #list(a: number, album: Album, artists: string): void {
    for (const [artist, main] of JSON.parse(artists) as [number, number][]) {
      this.#sql.addArtist.run(artist, main, a);
      this.#artists.touch(artist);
    }
    for (const genre of album.genres) {
      this.#sql.addGenre.run(genreKey(genre), sortOf(album), a);
      this.#genres.touch(genreKey(genre));
    }
    for (const folder of album.folders) this.#sql.addFolder.run(folder, a);
    this.#decades.count('albums', album.year, 1);
    const { keys, columns } = albumTerms(album);
    this.#sql.addWords.run(a, columns[0]!, columns[1]!);
    for (const key of keys) this.#sql.addKey.run(key, a);
  }

  #unlist(a: number, { live, artists, doc }: StoredAlbum): void {
    if (live === 0) return;
    const album = JSON.parse(doc) as Album;
    for (const [artist, main] of JSON.parse(artists) as [number, number][]) {
      this.#sql.removeArtist.run(artist, main, a);
      this.#artists.touch(artist);
    }
    for (const genre of album.genres) {
      this.#sql.removeGenre.run(genreKey(genre), sortOf(album), a);
      this.#genres.touch(genreKey(genre));
    }
    for (const folder of album.folders) this.#sql.removeFolder.run(folder, a);
    this.#decades.count('albums', album.year, -1);
    this.#sql.removeWords.run(a);
    for (const key of albumTerms(album).keys) this.#sql.removeKey.run(key, a);
  }
}

function sortOf(album: Album): string {
  return sortKey(album.sortName ?? album.name);
}

/** Its album artists (1) and everybody else on its tracks (0), by key. */
function linksOf(album: Album, parts: readonly AlbumPart[]): [number, 0 | 1][] {
  const links = new Map<string, 0 | 1>();
  for (const { track } of parts) {
    for (const { id } of track.artists) links.set(id, 0);
    for (const { artist } of track.contributors) links.set(artist.id, 0);
  }
  for (const { id } of album.artists) links.set(id, 1);
  return [...links].map(([id, main]) => [keyOf(id)!, main]);
}
