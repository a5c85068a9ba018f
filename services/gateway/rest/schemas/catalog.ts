import type { AudioFormat } from '../../../library/facts.ts';
import type {
  AlbumResource,
  AlbumWithTracks,
  ArtistRef,
  ArtistResource,
  ArtistWithAlbums,
  DecadeResource,
  FolderDetailsResource,
  GenreResource,
  LyricsResource,
  Said,
  SearchResource,
  SubfolderResource,
  TrackResource,
} from '../resources.ts';
import type { Schema } from '../schema.ts';
import { flag, integer, list, number, object, oneOf, said, text, texts, time } from './object.ts';
import { ref } from './ref.ts';

const SAID: Record<keyof Said, Schema> = {
  starred: said('When the listener starred it.', time),
  rating: said('What the listener rates it.', { ...integer, minimum: 1, maximum: 5 }),
  bookmark: said('Where the listener left off, in milliseconds.', integer),
  playCount: said('How often the listener has played it.', integer),
  played: said('When they did last.', time),
};

const explicit = oneOf('clean', 'explicit');
const folder = said('Number of the music folder.', integer);
const cover = said('The track whose picture it is. Without one, a cover is drawn.', text);

const contributor = object<TrackResource['contributors'][number]>(
  { role: text, artist: ref('ArtistRef') },
  { subRole: text },
);

const replayGain = object<NonNullable<TrackResource['replayGain']>>(
  {},
  {
    trackGain: said('In dB.', number),
    albumGain: said('In dB.', number),
    trackPeak: said('Fraction of full scale.', number),
    albumPeak: said('Fraction of full scale.', number),
  },
);

const audioFormat = object<AudioFormat>(
  {
    suffix: said('File extension.', text),
    contentType: text,
    duration: said('Seconds.', number),
    bitRate: said('kbit/s.', number),
    lossless: flag,
  },
  { codec: text, sampleRate: said('Hz.', number), channels: integer, bitDepth: integer },
);

const Track = object<TrackResource>(
  {
    kind: { const: 'track' },
    id: text,
    title: text,
    album: text,
    albumId: text,
    artists: list(ref('ArtistRef')),
    displayArtist: text,
    albumArtists: list(ref('ArtistRef')),
    displayAlbumArtist: text,
    contributors: list(contributor),
    genres: texts,
    moods: texts,
    isrc: texts,
    groupings: texts,
    format: ref('AudioFormat'),
    size: said('Bytes.', integer),
    etag: said('Changes with the file.', text),
    path: said('Made from the tags; no path of the server.', text),
    folder,
    created: said('When it was added.', time),
    hasLyrics: flag,
  },
  {
    sortTitle: text,
    disc: integer,
    discTitle: text,
    track: integer,
    year: said('Of the original release when the tags know it.', integer),
    bpm: number,
    comment: text,
    explicit,
    mbid: text,
    replayGain,
    cover: said('Where its picture is. Without one, the album has none of this track.', {
      ...oneOf('embedded', 'folder'),
    }),
    missing: said('The file has vanished; lists and searches leave the track out.', flag),
    ...SAID,
  },
);

const Album = object<AlbumResource>(
  {
    kind: { const: 'album' },
    id: text,
    name: text,
    artists: list(ref('ArtistRef')),
    displayArtist: text,
    songCount: integer,
    duration: said('Seconds.', number),
    size: said('Bytes of all its tracks.', integer),
    created: said('When its first track was added.', time),
    genres: texts,
    moods: texts,
    labels: texts,
    releaseTypes: texts,
    compilation: flag,
    discTitles: list(object<AlbumResource['discTitles'][number]>({ disc: integer, title: text }, {})),
    folders: list(folder),
  },
  {
    sortName: text,
    year: said('Of the original release when the tags know it.', integer),
    originalDate: said('YYYY, YYYY-MM or YYYY-MM-DD.', text),
    releaseDate: said('YYYY, YYYY-MM or YYYY-MM-DD.', text),
    explicit,
    mbid: text,
    coverTrack: cover,
    ...SAID,
  },
);

const Artist = object<ArtistResource>(
  {
    kind: { const: 'artist' },
    id: text,
    name: text,
    albumCount: said('Albums of which this is an album artist.', integer),
    songCount: integer,
    roles: texts,
  },
  { sortName: text, mbid: text, coverTrack: cover, ...SAID },
);

const subfolder: { [K in keyof SubfolderResource]: Schema } = {
  id: text,
  name: said('As on the disk.', text),
  songCount: said('Tracks in it, and in all folders below.', integer),
};
const lyingIn = said('A track that lies in it, for its picture.', text);

/** A schema with one more field. */
function having<T>(schema: Schema, name: keyof T & string, value: Schema): Schema {
  return {
    ...schema,
    properties: { ...(schema.properties as object), [name]: value },
    required: [...(schema.required as string[]), name],
  };
}

const line = object<LyricsResource['lines'][number]>(
  { value: text },
  { start: said('Milliseconds from the beginning; on synchronised lines.', number) },
);

export const CATALOG = {
  ArtistRef: object<ArtistRef>({ id: text, name: text }, {}),
  AudioFormat: audioFormat,
  Track,
  Album,
  Artist,
  AlbumWithTracks: having<AlbumWithTracks>(Album, 'tracks', list(ref('Track'))),
  ArtistWithAlbums: having<ArtistWithAlbums>(Artist, 'albums', list(ref('Album'))),
  Subfolder: object<SubfolderResource>(subfolder, { coverTrack: lyingIn }),
  FolderDetails: object<FolderDetailsResource>(
    {
      ...subfolder,
      folder,
      path: said(
        'The folders that it lies in, the music folder first.',
        list(object<FolderDetailsResource['path'][number]>({ id: text, name: text }, {})),
      ),
      folderCount: said('Folders that lie in it.', integer),
      trackCount: said('Tracks that lie in it.', integer),
    },
    { coverTrack: lyingIn },
  ),
  Genre: object<GenreResource>({ name: text, songCount: integer, albumCount: integer }, {}),
  Decade: object<DecadeResource>(
    { decade: said('Its first year.', integer), songCount: integer, albumCount: integer },
    {},
  ),
  Lyrics: object<LyricsResource>(
    { lang: said('ISO 639, xxx when unknown.', text), synced: flag, lines: list(line) },
    { offset: said('Milliseconds to add to every start.', number) },
  ),
  SearchResult: object<SearchResource>(
    { artists: list(ref('Artist')), albums: list(ref('Album')), tracks: list(ref('Track')) },
    {},
  ),
} satisfies Record<string, Schema>;
