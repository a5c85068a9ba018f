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
 * A word, and what is left of it without one of its letters. Words that are one typo apart (a letter more, less, other or
 * swapped with the next) have one of these in common: W. Garbe's symmetric delete.
 */
export function partsOf(word: string): string[] {
  const letters = [...word];
  return [...new Set([word, ...letters.map((_, i) => letters.toSpliced(i, 1).join(''))])];
}

/** The trigrams of a word, the blank before and after it included, each once. */
export function trigrams(word: string): string[] {
  const padded = ` ${word} `;
  const grams = new Set<string>();
  for (let i = 0; i + 3 <= padded.length; i++) grams.add(padded.slice(i, i + 3));
  return [...grams];
}
