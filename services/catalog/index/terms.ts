import { indexText, nameKeys } from '../fold.ts';
import type { Album, Artist, ArtistRef, Track } from '../model.ts';

/** How an item is found: by keys of its name, and by the words of the columns of its full-text table. */
export interface Terms {
  keys: string[];
  columns: string[];
}

const textOf = (...names: (string | undefined)[]) =>
  indexText([...new Set(names.filter((name) => name !== undefined && name !== ''))].join(' '));

const namesOf = (artists: ArtistRef[]) => artists.map((artist) => artist.name);

/** `artists` and `album` columns are the same for many tracks in a row, so their words may come from a cache. */
export function trackTerms(track: Track, cached: (text: string) => string = indexText): Terms {
  const artists = new Set([...namesOf(track.artists), ...namesOf(track.albumArtists)]);
  return {
    keys: nameKeys(track.title, track.sortTitle),
    columns: [textOf(track.title, track.sortTitle), cached([...artists].join(' ')), cached(track.album)],
  };
}

export function albumTerms(album: Album): Terms {
  return {
    keys: nameKeys(album.name, album.sortName),
    columns: [textOf(album.name, album.sortName), textOf(...namesOf(album.artists))],
  };
}

export function artistTerms(artist: Artist): Terms {
  return {
    keys: nameKeys(artist.name, artist.sortName),
    columns: [textOf(artist.name, artist.sortName)],
  };
}

/** Shortest word in which a typo is looked for. */
export const MIN_TYPO_WORD = 4;
/** From this length on, two typos are forgiven. */
export const LONG_WORD = 8;

/**
 * Keys of a word and of what is left of it without one of its letters. Words that are one typo apart (a letter more, less,
 * other or swapped with the next) have one of these in common: W. Garbe's symmetric delete.
 */
export function partKeys(word: string): string[] {
  const parts = new Set([word]);
  let at = 0;
  for (const letter of word) {
    parts.add(word.slice(0, at) + word.slice(at + letter.length));
    at += letter.length;
  }
  return Array.from(parts, (part) => nearKey(PART, part));
}

/** Keys of the trigrams of a word, the blank before and after it included, each once. */
export function trigramKeys(word: string): string[] {
  const padded = ` ${word} `;
  const grams = new Set<string>();
  for (let i = 0; i + 3 <= padded.length; i++) grams.add(padded.slice(i, i + 3));
  return Array.from(grams, (gram) => nearKey(TRIGRAM, gram));
}

const PART = 0x811c9dc5;
const TRIGRAM = 0x01000193;

/**
 * A token that stands for a text, whatever letters that has: its FNV-1a hash of 32 bits, of UTF-16 units. Different
 * texts that share one do no harm: who finds words by it compares their letters.
 */
function nearKey(seed: number, text: string): string {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}
