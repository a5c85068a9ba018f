import type { IAudioMetadata } from 'music-metadata';
import type { AudioFormat, Lyrics, TrackFacts } from '../facts.ts';
import { formatOf, suffixOf } from '../formats.ts';
import { clean, cleanLines, cleanList, LIMITS } from './clean.ts';
import { creditsOf, mbidOf } from './credits.ts';
import { boundLyrics, lyricsOf } from './lyrics.ts';
import { namesFromPath } from './names.ts';
import { nativeTags, valuesOf } from './natives.ts';

export interface Surroundings {
  /** Path inside the music folder, with `/`. */
  path: string;
  /** Bytes of the file. */
  size: number;
  /** Lyrics from a file beside it. */
  sidecar: Lyrics | null;
  /** Whether a picture lies beside it. */
  folderCover: boolean;
}

export const UNKNOWN_ARTIST = '[Unknown Artist]';
export const UNKNOWN_ALBUM = '[Unknown Album]';

/** Tag names that list contributors, with the role names of OpenSubsonic. */
const ROLES = [
  ['composer', 'composer'],
  ['conductor', 'conductor'],
  ['lyricist', 'lyricist'],
  ['writer', 'lyricist'],
  ['arranger', 'arranger'],
  ['producer', 'producer'],
  ['engineer', 'engineer'],
  ['mixer', 'mixer'],
  ['remixer', 'remixer'],
  ['djmixer', 'djmixer'],
] as const;

/** What is known of a track, from its tags, its stream and where it lies. Pure. */
export function factsOf(metadata: IAudioMetadata, around: Surroundings): TrackFacts {
  const { common } = metadata;
  const native = nativeTags(metadata.native);
  const names = namesFromPath(around.path);
  const tagged = clean(common.title) !== undefined;
  const slashes = 'ID3v2.3' in metadata.native || 'ID3v2.2' in metadata.native;

  const artists = creditsOf({
    names: common.artists ?? [common.artist],
    display: displayOf(native, common.artist, 'artist', 'tpe1', '©art', 'author'),
    sorts: several(native, common.artistsort, 'artistsort', 'artistsortorder'),
    mbids: common.musicbrainz_artistid ?? [],
    slashes: slashes && !native.has('artists'),
  });
  const albumArtists = creditsOf({
    names:
      common.albumartists ??
      (common.albumartist ? [common.albumartist] : valuesOf(native, 'albumartist', 'album_artist')),
    display: displayOf(native, common.albumartist, 'albumartist', 'tpe2', 'aart'),
    sorts: several(native, common.albumartistsort, 'albumartistsort', 'albumartistsortorder'),
    mbids: common.musicbrainz_albumartistid ?? [],
    slashes: slashes && !native.has('albumartists'),
  });
  if (artists.credits.length === 0) {
    artists.credits =
      albumArtists.credits.length > 0 ? albumArtists.credits : [{ name: names.artist ?? UNKNOWN_ARTIST }];
  }

  return compact({
    title: clean(common.title) ?? names.title,
    sortTitle: clean(common.titlesort),
    artists: artists.credits,
    displayArtist: artists.display,
    albumArtists: albumArtists.credits,
    displayAlbumArtist: albumArtists.display,
    contributors: contributors(metadata, native),
    album: clean(common.album) ?? names.album ?? UNKNOWN_ALBUM,
    sortAlbum: clean(common.albumsort),
    compilation: common.compilation === true,
    disc: number(common.disk.no, 1, 9999) ?? (tagged ? undefined : names.disc),
    discTitle: clean([common.discsubtitle].flat()[0]),
    track: number(common.track.no, 1, 99_999) ?? (tagged ? undefined : names.track),
    date:
      dateOf(common.date) ??
      dateOf(common.releasedate) ??
      dateOf(common.year) ??
      (tagged ? undefined : names.date),
    originalDate: dateOf(common.originaldate) ?? dateOf(common.originalyear),
    genres: cleanList((common.genre ?? []).flatMap((genre) => String(genre).split(/[;,/\u0000]/))),
    moods: cleanList(listed(native, common.mood, 'mood', 'tmoo')),
    labels: cleanList((common.label ?? []).flatMap((label) => String(label).split(/\s*;\s*/))),
    releaseTypes: cleanList(
      (common.releasetype ?? []).flatMap((type) =>
        String(type)
          .toLowerCase()
          .split(/\s*[;/]\s*/),
      ),
    ),
    isrc: cleanList((common.isrc ?? []).flatMap((code) => String(code).split(/[;/]/))),
    groupings: cleanList(listed(native, common.grouping, 'grouping', 'tit1', 'grp1', '©grp')),
    bpm: number(Math.round(Number(common.bpm)), 1, 1000),
    comment: cleanLines(
      common.comment?.find((one) => !/^(?:itun|id3v1)/i.test(one.descriptor ?? ''))?.text,
      LIMITS.comment,
    ),
    explicit: explicitOf(native),
    mbid: compact({
      recording: mbidOf(common.musicbrainz_recordingid),
      album: mbidOf(common.musicbrainz_albumid),
      releaseGroup: mbidOf(common.musicbrainz_releasegroupid),
    }),
    replayGain: replayGainOf(metadata, native),
    lyrics: boundLyrics([around.sidecar, ...lyricTags(native).map(lyricsOf)]),
    format: audioFormat(metadata, around),
    cover: hasPicture(metadata) ? 'embedded' : around.folderCover ? 'folder' : undefined,
  }) as TrackFacts;
}

/** Whether there is a sound in it, as far as music-metadata can tell. */
export function hasAudio({ format }: IAudioMetadata): boolean {
  const heard = format.sampleRate !== undefined || format.codec !== undefined;
  return heard && format.hasAudio !== false;
}

function hasPicture({ common }: IAudioMetadata): boolean {
  return common.picture?.some((picture) => picture.data.length > 0) ?? false;
}

/** The credit in one string: only where the tags have exactly one such value. */
function displayOf(native: ReadonlyMap<string, unknown[]>, merged: unknown, ...names: string[]): unknown {
  const own = valuesOf(native, ...names);
  return own.length === 1 ? own[0] : own.length === 0 ? merged : undefined;
}

function several(native: ReadonlyMap<string, unknown[]>, single: unknown, ...names: string[]): unknown[] {
  const all = valuesOf(native, ...names);
  return all.length > 1 ? all : single === undefined ? [] : [single];
}

function listed(native: ReadonlyMap<string, unknown[]>, single: unknown, ...names: string[]): unknown[] {
  const all = valuesOf(native, ...names);
  return (all.length > 0 ? all : [single]).flatMap((value) => String(value ?? '').split(/\s*;\s*/));
}

function contributors(
  metadata: IAudioMetadata,
  native: ReadonlyMap<string, unknown[]>,
): TrackFacts['contributors'] {
  const found = new Map<string, TrackFacts['contributors'][number]>();
  const add = (role: string, value: unknown, subRole?: string) => {
    for (const name of cleanList(String(value ?? '').split(/\s*;\s*/))) {
      if (found.size >= LIMITS.contributors) return;
      found.set(`${role}/${subRole}/${name}`, { role, ...(subRole === undefined ? {} : { subRole }), name });
    }
  };
  for (const [tag, role] of ROLES) for (const value of metadata.common[tag] ?? []) add(role, value);
  for (const value of valuesOf(native, 'performer')) {
    const match = /^(.*\S)\s*\(([^()]+)\)\s*$/.exec(String(value));
    add('performer', match?.[1] ?? value, clean(match?.[2]?.toLowerCase()));
  }
  return [...found.values()];
}

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD` of what a tag has; undefined when there is no year in it. */
export function dateOf(value: unknown): string | undefined {
  const match = /^\s*(\d{4})(?:[-./]?(\d{2})(?:[-./]?(\d{2}))?)?/.exec(String(value ?? ''));
  if (match === null || match[1] === '0000') return undefined;
  const [, year, month, day] = match;
  if (month === undefined || !(Number(month) >= 1 && Number(month) <= 12)) return year;
  if (day === undefined || !(Number(day) >= 1 && Number(day) <= 31)) return `${year}-${month}`;
  return `${year}-${month}-${day}`;
}

function number(value: unknown, min: number, max: number): number | undefined {
  return typeof value === 'number' && value >= min && value <= max ? value : undefined;
}

/** iTunes' advisory: `rtng` and ITUNESADVISORY, 1 or 4 explicit, 2 clean. */
function explicitOf(native: ReadonlyMap<string, unknown[]>): 'clean' | 'explicit' | undefined {
  const value = Number(valuesOf(native, 'rtng', 'itunesadvisory')[0]);
  return value === 1 || value === 4 ? 'explicit' : value === 2 ? 'clean' : undefined;
}

function replayGainOf(
  { common }: IAudioMetadata,
  native: ReadonlyMap<string, unknown[]>,
): TrackFacts['replayGain'] {
  // RFC 7845 5.2.1: Q7.8 dB against -23 LUFS, where ReplayGain 2.0 has -18 LUFS.
  const r128 = (name: string) => {
    const value = Number.parseInt(String(native.get(name)?.[0] ?? ''), 10);
    return Number.isNaN(value) ? undefined : value / 256 + 5;
  };
  const rounded = (value: number | undefined, min: number, max: number, digits: number) =>
    number(value === undefined ? undefined : Number(value.toFixed(digits)), min, max);
  const gain = compact({
    trackGain: rounded(common.replaygain_track_gain?.dB ?? r128('r128_track_gain'), -100, 100, 2),
    albumGain: rounded(common.replaygain_album_gain?.dB ?? r128('r128_album_gain'), -100, 100, 2),
    trackPeak: rounded(common.replaygain_track_peak?.ratio, 0, 100, 6),
    albumPeak: rounded(common.replaygain_album_peak?.ratio, 0, 100, 6),
  });
  return Object.keys(gain).length > 0 ? gain : undefined;
}

function lyricTags(native: ReadonlyMap<string, unknown[]>): unknown[] {
  const names = [
    'sylt',
    'slt',
    'syncedlyrics',
    'uslt',
    'ult',
    'lyrics',
    'unsyncedlyrics',
    'unsynced lyrics',
    '©lyr',
  ];
  return valuesOf(native, ...names).slice(0, 16);
}

function audioFormat({ format }: IAudioMetadata, { path, size }: Surroundings): AudioFormat {
  const suffix = suffixOf(path);
  const duration = Number.isFinite(format.duration)
    ? Math.max(0, Math.round(format.duration! * 1000) / 1000)
    : 0;
  // music-metadata gives a wrong bit rate for Opus, whose header has none.
  const bits = (format.codec === 'Opus' ? 0 : format.bitrate) || (duration > 0 ? (size * 8) / duration : 0);
  return compact({
    suffix,
    contentType: formatOf(suffix).contentType,
    codec: clean(format.codec, 64),
    duration,
    bitRate: Number.isFinite(bits) ? Math.round(bits / 1000) : 0,
    sampleRate: number(format.sampleRate, 1, 100_000_000),
    channels: number(format.numberOfChannels, 1, 255),
    bitDepth: number(format.bitsPerSample, 1, 64),
    lossless: format.lossless === true,
  }) as AudioFormat;
}

/** Without the fields that are undefined: they would cost space in every document. */
function compact<T extends object>(value: T): T {
  for (const key of Object.keys(value) as (keyof T)[]) if (value[key] === undefined) delete value[key];
  return value;
}
