import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { LibraryChange } from '../library/facts.ts';
import { compact, identity } from './fold.ts';

/** Hex digits of an id: 52 bits, so that it is also an exact number, the row of the item in the read index. */
const DIGITS = 13;
const SEPARATOR = '\u0001';
const DISC_FOLDER = /^(?:cd|dis[ck]|disque|disco)[\s._-]*\d+\b/i;

/** The artist to whom albums of many artists belong. */
export const VARIOUS_ARTISTS = 'Various Artists';

// A scan asks for the same few names again and again.
const artistIds = new LRUCache<string, string>({ max: 2000 });
const genreKeys = new LRUCache<string, number>({ max: 500 });

/** The id of the artist of that name: case, accents and width of the letters make no difference. */
export function artistId(name: string): string {
  let id = artistIds.get(name);
  if (id === undefined) {
    id = `ar-${digest('artist', identity(name))}`;
    artistIds.set(name, id);
  }
  return id;
}

/**
 * The id of the album that a track belongs to, from that track alone (docs/tags.md gives the reasons): the release's
 * MusicBrainz id; else its name with its album artists and, on tracks that tell an original date apart, the year of
 * this edition; else, on a compilation, its name alone; else its name in its folder.
 */
export function albumId({ facts, path }: Pick<LibraryChange, 'facts' | 'path'>): string {
  if (facts.mbid.album !== undefined) return albumOf('mbid', facts.mbid.album.toLowerCase());
  const name = identity(facts.album);
  const edition = facts.originalDate === undefined ? '' : (facts.date ?? '').slice(0, 4);
  if (facts.albumArtists.length > 0) {
    return albumOf('artists', name, edition, ...facts.albumArtists.map((artist) => identity(artist.name)));
  }
  if (facts.compilation) return albumOf('artists', name, edition, identity(VARIOUS_ARTISTS));
  const folder = albumFolder(path);
  if (folder === '') return albumOf('artists', name, edition, identity(facts.artists[0]?.name ?? ''));
  return albumOf('folder', name, edition, folder);
}

/** The row of a genre: "Hip-Hop", "hip hop" and "HipHop" are one. */
export function genreKey(name: string): number {
  let key = genreKeys.get(name);
  if (key === undefined) {
    key = Number.parseInt(digest('genre', compact(name)), 16);
    genreKeys.set(name, key);
  }
  return key;
}

/** Rows of the vocabulary for words of one length: room for as many hashes of 47 bits. */
const WORDS_OF_LENGTH = 2 ** 47;

/** The row of a word of the vocabulary. Words of one length lie together. `word`: of fewer than 64 UTF-16 units. */
export function wordKey(word: string): number {
  return wordsOfLength(word.length) + (Number.parseInt(digest('word', word), 16) % WORDS_OF_LENGTH);
}

/** The first row of the words of a length. */
export function wordsOfLength(length: number): number {
  return length * WORDS_OF_LENGTH;
}

/** The row of texts that tracks share. */
export function traitKey(texts: readonly string[]): number {
  return Number.parseInt(digest('trait', ...texts), 16);
}

/** The id of a folder. @param dir its path inside the music folder of that number, empty for that one itself */
export function folderId(folder: number, dir: string): string {
  return `fo-${digest('folder', String(folder), dir)}`;
}

/** The row in the read index of the album, artist or folder of that id, undefined when it cannot be one. */
export function keyOf(id: string): number | undefined {
  return /^(?:a[lr]|fo)-[0-9a-f]{13}$/.test(id) ? Number.parseInt(id.slice(3), 16) : undefined;
}

/**
 * The last two folders of a path, without a folder of one disc. Two, because an album named alike by another artist
 * lies in another artist's folder, and because moving the artist's folder elsewhere then keeps the album.
 */
function albumFolder(path: string): string {
  const folders = path.normalize('NFC').split('/').slice(0, -1);
  if (folders.length > 1 && DISC_FOLDER.test(folders.at(-1)!)) folders.pop();
  return folders.slice(-2).join('/').toLowerCase();
}

function albumOf(...parts: string[]): string {
  return `al-${digest('album', ...parts)}`;
}

function digest(...parts: string[]): string {
  return hash('sha1', parts.join(SEPARATOR), 'hex').slice(0, DIGITS);
}
