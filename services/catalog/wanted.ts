import type { WantedTrack } from '../actions.ts';
import { compact, identity } from './fold.ts';

/** What a track is called elsewhere, taken apart. Names are keys as {@link compact} makes them. */
export interface Wanted {
  /** Titles that it may have. */
  titles: ReadonlySet<string>;
  /** Names of the folders above the file, and what stands before the title in the file's name. */
  names: ReadonlySet<string>;
  /** Ways to read the label as an artist and a title. */
  labels: { artist: string; title: string }[];
  /** All folders above the file, folded. */
  folder: string;
  disc?: number;
  no?: number;
  suffix?: string;
  /** Seconds. */
  duration?: number;
}

/** A track that has one of the titles. Texts are lists as rules look in them. */
export interface Candidate {
  title: string;
  artist: string;
  album: string;
  path: string;
  format: string;
  duration: number;
  disc: number;
  no: number;
}

const DIVIDER = ' - ';
/** Pieces of a name between dividers, and folders above a file, that are looked at. */
const MOST_PIECES = 5;
const NUMBERED = /^(?:(\d{1,2})[-.])?(\d{1,3})(?:\s*[-._)]+\s*|\s+)(?=\S)/;
const YEAR = /(?:^|\s*[([]?)\b(?:19|20)\d\d\b[)\]]?\s*-?\s*/;
/** Seconds by which the lengths of the same recording differ between programs. */
const TOLERANCE = 2;

/** Takes apart how a playlist names a track. */
export function readWanted({ path = '', label = '', duration }: WantedTrack): Wanted {
  const folders = path.split('/').filter((name) => name !== '' && name !== '.');
  const file = folders.pop() ?? '';
  const dot = file.lastIndexOf('.');
  const [stem, suffix] = dot > 0 ? [file.slice(0, dot), file.slice(dot + 1)] : [file, undefined];
  const [, disc, no] = NUMBERED.exec(stem) ?? [];
  const inFile = readings(stem);
  const inLabel = readings(label);
  const above = folders.slice(-MOST_PIECES).flatMap((name) => [name, name.replace(YEAR, '')]);
  const labels = inLabel
    .filter(({ before }) => before.length > 0)
    .map(({ before, title }) => ({ artist: compact(before.join(DIVIDER)), title: compact(title) }));
  return {
    titles: keys([...inFile, ...inLabel].map(({ title }) => title)),
    names: keys([...above, ...inFile.flatMap(({ before }) => before)]),
    labels,
    folder: identity(folders.join('/')),
    ...(disc !== undefined && { disc: Number(disc) }),
    ...(no !== undefined && { no: Number(no) }),
    ...(suffix !== undefined && { suffix: identity(suffix) }),
    ...(duration !== undefined && { duration }),
  };
}

/** How much speaks for a candidate; 0 when too little does. `only`: nothing else has such a title. */
export function likeness(wanted: Wanted, candidate: Candidate, only: boolean): number {
  const artists = listed(candidate.artist).map(compact);
  const albums = listed(candidate.album).map(compact);
  const [path = ''] = listed(candidate.path);
  const weights = {
    folder: path !== '' && `/${wanted.folder}`.endsWith(`/${path}`) ? 16 : 0,
    label: wanted.labels.some(({ artist, title }) => title === candidate.title && artists.includes(artist))
      ? 8
      : 0,
    artist: artists.some((name) => wanted.names.has(name)) ? 8 : 0,
    album: albums.some((name) => wanted.names.has(name)) ? 6 : 0,
  };
  const lasts = wanted.duration !== undefined && Math.abs(wanted.duration - candidate.duration) <= TOLERANCE;
  const sure = Object.values(weights).some((weight) => weight > 0) || (only && lasts);
  if (!sure) return 0;
  return (
    Object.values(weights).reduce((sum, weight) => sum + weight, 0) +
    (lasts ? 4 : 0) +
    (wanted.no === candidate.no ? 2 : 0) +
    ((wanted.disc ?? 1) === candidate.disc ? 1 : 0) +
    (listed(candidate.format)[0] === wanted.suffix ? 1 : 0) +
    1
  );
}

/** The ways to read a text as a title and what stands before it, with and without a number in front. */
function readings(text: string): { before: string[]; title: string }[] {
  if (text === '') return [];
  const pieces = text.split(DIVIDER, MOST_PIECES + 1);
  const found = pieces.map((_, i) => ({
    before: pieces.slice(0, i).map((piece) => piece.trim()),
    title: pieces.slice(i).join(DIVIDER).trim(),
  }));
  return found.flatMap(({ before, title }) => [
    { before, title },
    { before, title: title.replace(NUMBERED, '') },
  ]);
}

function keys(texts: readonly string[]): Set<string> {
  const found = new Set(texts.map(compact));
  found.delete('');
  return found;
}

function listed(text: string): string[] {
  return text.split('\n').filter((name) => name !== '');
}
