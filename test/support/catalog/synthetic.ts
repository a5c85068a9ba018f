import type { LibraryChange, TrackFacts } from '../../../services/library/facts.ts';

const SYLLABLES =
  'ba be bo ca co da de di do el en fa fi ga go ha he in ka ko la le li lo ma me mi mo na ne no on pa pe ra re ri ro sa se si so ta te ti to va ve vi wa wo ya zu'.split(
    ' ',
  );
const COMMON =
  'the of a in love night you me my heart time world day light blue moon fire river home dance song rain sky dream road city summer gold black white'.split(
    ' ',
  );
const GENRES =
  'Rock,Pop,Jazz,Blues,Folk,Metal,Punk,Soul,Funk,Disco,House,Techno,Trance,Ambient,Classical,Opera,Baroque,Country,Bluegrass,Reggae,Ska,Dub,Hip-Hop,R&B,Gospel,Latin,Salsa,Tango,Bossa Nova,Samba,Flamenco,Fado,Chanson,Schlager,Indie,Shoegaze,Post-Rock,Soundtrack,New Age,Krautrock'.split(
    ',',
  );

/** A repeatable source of numbers from 0 up to, not including, 1 (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Facts with the least there can be; tests name what matters to them. */
export function facts(partial: Partial<TrackFacts> = {}): TrackFacts {
  return {
    title: 'Title',
    artists: [{ name: 'Artist' }],
    albumArtists: [],
    contributors: [],
    album: 'Album',
    compilation: false,
    genres: [],
    moods: [],
    labels: [],
    releaseTypes: [],
    isrc: [],
    groupings: [],
    mbid: {},
    lyrics: [],
    format: { suffix: 'mp3', contentType: 'audio/mpeg', duration: 180, bitRate: 320, lossless: false },
    ...partial,
  };
}

/** A change of the library with these facts; `track` names the file too unless a path is given. */
export function change(
  track: string,
  partial: Partial<TrackFacts> = {},
  rest: Partial<LibraryChange> = {},
): LibraryChange {
  return {
    track: `tr-${track}`,
    folder: 1,
    path: `${partial.albumArtists?.[0]?.name ?? 'Artist'}/${partial.album ?? 'Album'}/${track}.mp3`,
    size: 1000,
    etag: `"${track}"`,
    added: '2024-01-01T00:00:00.000Z',
    missing: false,
    facts: facts(partial),
    ...rest,
  };
}

/** A library of so many tracks, about 12 an album and 33 an artist, in the order of a scan. The same at every call. */
export function* library(tracks: number): Generator<LibraryChange> {
  const random = numbers(1);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() ** 2 * list.length)]!;
  const invent = () => {
    const length = 2 + Math.floor(random() * 3);
    const word = Array.from({ length }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join('');
    return word[0]!.toUpperCase() + word.slice(1);
  };
  const vocabulary = Array.from({ length: Math.min(20_000, 100 + tracks / 4) }, invent);
  const name = (words: number) =>
    Array.from({ length: words }, () => (random() < 0.4 ? pick(COMMON) : pick(vocabulary))).join(' ');
  const artistCount = Math.ceil(tracks / 33);
  const artists = Array.from({ length: artistCount }, (_, i) => ({
    name: i % 50 === 0 ? `The ${name(2)} Óskar ${i}` : `${name(1 + (i % 3))} ${invent()}`,
  }));
  let made = 0;
  for (let albumNumber = 0; made < tracks; albumNumber++) {
    const artist = artists[albumNumber % artistCount]!;
    const album = name(1 + Math.floor(random() * 4));
    const year = 1960 + Math.floor(random() * 65);
    const genre = pick(GENRES);
    const length = 8 + Math.floor(random() * 9);
    for (let no = 1; no <= length && made < tracks; no++, made++) {
      const guest = random() < 0.1 ? [pick(artists)] : [];
      yield change(
        `${made.toString(36).padStart(6, '0')}-a1b2c3d4e5f6`,
        {
          title: name(1 + Math.floor(random() * 5)),
          artists: [artist, ...guest],
          albumArtists: [artist],
          album: `${album} ${albumNumber % 7 === 0 ? 'Live' : ''}`.trim(),
          track: no,
          disc: 1,
          date: `${year}-03-01`,
          genres: random() < 0.3 ? [genre, pick(GENRES)] : [genre],
          contributors: random() < 0.3 ? [{ role: 'composer', name: artist.name }] : [],
          cover: no === 1 ? 'folder' : 'embedded',
          format: {
            suffix: 'mp3',
            contentType: 'audio/mpeg',
            codec: 'MPEG 1 Layer 3',
            duration: 120 + Math.round(random() * 20_000) / 100,
            bitRate: 320,
            sampleRate: 44_100,
            channels: 2,
            lossless: false,
          },
        },
        {
          path: `${artist.name}/${album}/${no}.mp3`,
          size: 4_000_000 + Math.floor(random() * 8_000_000),
          added: new Date(1_700_000_000_000 + made * 500).toISOString(),
        },
      );
    }
  }
}
