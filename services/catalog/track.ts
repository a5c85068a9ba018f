import type { Credit, LibraryChange, Lyrics, TrackFacts } from '../library/facts.ts';
import { albumId, artistId, VARIOUS_ARTISTS } from './ids.ts';
import type { ArtistRef, Track } from './model.ts';

/** What a track says beyond {@link Track}. Albums, artists and folders are folded from it. */
export interface Release {
  /** Of the file inside the music folder, with `/`. Only the names of folders are ever shown. */
  path?: string;
  /** Whether the album artists are tagged, not concluded. */
  tagged: boolean;
  compilation: boolean;
  sortName?: string;
  mbid?: string;
  date?: string;
  originalDate?: string;
  labels?: string[];
  types?: string[];
  /** By artist id, for those artists of whom the tags say more than the name. */
  credits?: Record<string, { sort?: string; mbid?: string }>;
}

/** What the catalog makes of a file. Keys without a value are left out when it becomes JSON, as it always does. */
export interface Entry {
  track: Track;
  release: Release;
  lyrics: Lyrics[];
}

/** The catalog's view of one state of a file. */
export function toEntry(change: LibraryChange): Entry {
  return { track: toTrack(change), release: toRelease(change), lyrics: change.facts.lyrics };
}

function toTrack(change: LibraryChange): Track {
  const { facts } = change;
  const artists = facts.artists.map(toRef);
  const albumArtists = albumArtistsOf(facts).map(toRef);
  return {
    kind: 'track',
    id: change.track,
    title: facts.title,
    sortTitle: facts.sortTitle,
    album: facts.album,
    albumId: albumId(change),
    artists,
    displayArtist: facts.displayArtist ?? names(artists),
    albumArtists,
    displayAlbumArtist: facts.displayAlbumArtist ?? names(albumArtists),
    contributors: facts.contributors.map(({ role, subRole, name }) => ({
      role,
      ...(subRole === undefined ? {} : { subRole }),
      artist: { id: artistId(name), name },
    })),
    disc: facts.disc,
    discTitle: facts.discTitle,
    track: facts.track,
    year: yearOf(facts.originalDate ?? facts.date),
    genres: facts.genres,
    moods: facts.moods,
    isrc: facts.isrc,
    groupings: facts.groupings,
    bpm: facts.bpm,
    comment: facts.comment,
    explicit: facts.explicit,
    mbid: facts.mbid.recording,
    replayGain: facts.replayGain,
    format: facts.format,
    size: change.size,
    etag: change.etag,
    path: shownPath(facts, albumArtists),
    folder: change.folder,
    created: change.added,
    cover: facts.cover,
    hasLyrics: facts.lyrics.length > 0,
    missing: change.missing || undefined,
  };
}

function toRelease({ facts, path }: LibraryChange): Release {
  const credits: NonNullable<Release['credits']> = {};
  for (const { name, sort, mbid } of [...facts.artists, ...facts.albumArtists]) {
    if (sort === undefined && mbid === undefined) continue;
    const known = credits[artistId(name)];
    credits[artistId(name)] = { sort: known?.sort ?? sort, mbid: known?.mbid ?? mbid };
  }
  return {
    path,
    tagged: facts.albumArtists.length > 0,
    compilation: facts.compilation,
    sortName: facts.sortAlbum,
    mbid: facts.mbid.album,
    date: facts.date,
    originalDate: facts.originalDate,
    labels: facts.labels.length > 0 ? facts.labels : undefined,
    types: facts.releaseTypes.length > 0 ? facts.releaseTypes : undefined,
    credits: Object.keys(credits).length > 0 ? credits : undefined,
  };
}

/** The year of `YYYY[-MM[-DD]]`. */
export function yearOf(date: string | undefined): number | undefined {
  const year = Number.parseInt(date ?? '', 10);
  return year > 0 ? year : undefined;
}

function albumArtistsOf(facts: TrackFacts): Credit[] {
  if (facts.albumArtists.length > 0) return facts.albumArtists;
  return facts.compilation ? [{ name: VARIOUS_ARTISTS }] : facts.artists.slice(0, 1);
}

function toRef({ name }: Credit): ArtistRef {
  return { id: artistId(name), name };
}

/** Several names as one text, where the tags do not say how to join them. */
export function names(artists: ArtistRef[]): string {
  return artists.map((artist) => artist.name).join(', ');
}

function shownPath(facts: TrackFacts, albumArtists: ArtistRef[]): string {
  const number = facts.track === undefined ? '' : `${String(facts.track).padStart(2, '0')} - `;
  const disc = facts.disc !== undefined && facts.disc > 1 ? `${facts.disc}-` : '';
  const artist = facts.displayAlbumArtist ?? names(albumArtists);
  return [artist, facts.album, `${disc}${number}${facts.title}.${facts.format.suffix}`]
    .map(pathSafe)
    .join('/');
}

function pathSafe(name: string): string {
  const safe = name.replace(/[/\\\u0000-\u001f]/g, '_').trim();
  return /^\.*$/.test(safe) ? '_' : safe;
}
