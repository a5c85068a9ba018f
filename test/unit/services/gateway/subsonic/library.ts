import type { Album, Artist, Track } from '../../../../../services/catalog/model.ts';

/** A small fixed library with what is awkward to write down: other scripts, quotes, line ends, characters XML lacks. */

const FJORDS = { id: 'ar-fjords', name: 'Ågot & the <Fjords>' };
const LAMPS = { id: 'ar-lamps', name: '1000 Lamps' };
const DELTA = { id: 'ar-delta', name: 'Дельта' };
const QUIET = { id: 'ar-quiet', name: 'The Quiet Hours' };

const artist = (ref: { id: string; name: string }, more: Partial<Artist> = {}): Artist => ({
  kind: 'artist',
  ...ref,
  albumCount: 1,
  songCount: 2,
  roles: ['albumartist', 'artist'],
  ...more,
});

export const ARTISTS: Artist[] = [
  artist(LAMPS),
  artist(FJORDS, {
    sortName: 'Fjords, Ågot',
    mbid: '9b5e4d0a-3c52-4c26-8d7c-6f1a1f2b3c4d',
    coverTrack: 'tr-1',
  }),
  artist(QUIET, { albumCount: 2 }),
  artist(DELTA, { roles: ['albumartist', 'artist', 'composer'] }),
];

const album = (
  id: string,
  name: string,
  by: { id: string; name: string },
  more: Partial<Album> = {},
): Album => ({
  kind: 'album',
  id,
  name,
  artists: [by],
  displayArtist: by.name,
  songCount: 2,
  duration: 61.7,
  size: 2_000_000,
  created: '2024-03-01T10:00:00.000Z',
  genres: [],
  moods: [],
  labels: [],
  releaseTypes: [],
  compilation: false,
  discTitles: [],
  folders: [1],
  ...more,
});

export const ALBUMS: Album[] = [
  album('al-north', 'North "& South"', FJORDS, {
    sortName: 'north & south',
    year: 1987,
    originalDate: '1987-05',
    releaseDate: '2007-11-02',
    genres: ['Folk', 'Sea Shanty'],
    moods: ['calm'],
    labels: ['Skerry'],
    releaseTypes: ['Album', 'Remastered'],
    explicit: 'clean',
    mbid: '0a1b2c3d-0000-4000-8000-000000000001',
    discTitles: [{ disc: 1, title: 'North' }],
    coverTrack: 'tr-1',
  }),
  album('al-light', 'Light Bulbs', LAMPS, { year: 1999, genres: ['Electronic'], compilation: true }),
  album('al-river', 'Река', DELTA, { year: 2011, folders: [2], created: '2025-01-01T00:00:00.000Z' }),
  album('al-hush', 'Hush', QUIET, { year: 2020, genres: ['Folk'], coverTrack: 'tr-7' }),
];

const track = (id: string, title: string, on: string, more: Partial<Track> = {}): Track => {
  const { name, artists, displayArtist, year, genres, folders } = ALBUMS.find((one) => one.id === on)!;
  return {
    kind: 'track',
    id,
    title,
    album: name,
    albumId: on,
    artists,
    displayArtist,
    albumArtists: artists,
    displayAlbumArtist: displayArtist,
    contributors: [],
    ...(year !== undefined && { year }),
    genres,
    moods: [],
    isrc: [],
    groupings: [],
    format: { suffix: 'mp3', contentType: 'audio/mpeg', duration: 30.6, bitRate: 320, lossless: false },
    size: 1_000_000,
    etag: `"${id}"`,
    path: `${displayArtist}/${name}/${title}.mp3`,
    folder: folders[0]!,
    created: '2024-03-01T10:00:00.000Z',
    hasLyrics: false,
    ...more,
  };
};

export const TRACKS: Track[] = [
  track('tr-1', 'Harbour\u0001 "Dawn" <live> & \u{1F30A}', 'al-north', {
    sortTitle: 'harbour dawn',
    artists: [FJORDS, LAMPS],
    displayArtist: 'Ågot & the <Fjords> feat. 1000 Lamps',
    contributors: [
      { role: 'composer', artist: DELTA },
      { role: 'performer', subRole: 'hardanger fiddle', artist: FJORDS },
    ],
    disc: 1,
    track: 1,
    moods: ['calm', 'cold'],
    isrc: ['NOABC8700001'],
    groupings: ['Coast'],
    bpm: 92.6,
    comment: 'line one\nline two\ttabbed',
    explicit: 'explicit',
    mbid: '0a1b2c3d-0000-4000-8000-0000000000aa',
    replayGain: { trackGain: -7.5, albumGain: -6.25, trackPeak: 0.98, albumPeak: 1 },
    format: {
      suffix: 'flac',
      contentType: 'audio/flac',
      duration: 30.6,
      bitRate: 881,
      sampleRate: 96_000,
      channels: 2,
      bitDepth: 24,
      lossless: true,
    },
    cover: 'embedded',
    hasLyrics: true,
  }),
  track('tr-2', 'Ebb', 'al-north', { disc: 1, track: 2 }),
  track('tr-3', 'Filament', 'al-light', { track: 1 }),
  track('tr-4', 'Socket', 'al-light', { track: 2 }),
  track('tr-5', 'Вода', 'al-river', { created: '2025-01-01T00:00:00.000Z' }),
  track('tr-6', 'Мост', 'al-river'),
  track('tr-7', 'Hush', 'al-hush', { hasLyrics: true }),
  track('tr-8', 'Gone', 'al-hush', { missing: true }),
];

export const ITEMS = new Map([...ARTISTS, ...ALBUMS, ...TRACKS].map((item) => [item.id, item]));
