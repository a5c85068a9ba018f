/** One file of a made library: where it goes and what its tags say. */
export interface PlannedTrack {
  /** Inside the library, with `/`. */
  folder: string;
  file: string;
  title: string;
  artist: string;
  albumArtist: string;
  album: string;
  year: number;
  genre: string;
  track: number;
  tracks: number;
  disc: number;
  discs: number;
}

const TRACKS_PER_ALBUM = 12.5;
const TRACKS_PER_ARTIST = 33;

const GENRES = [
  'Rock, Pop, Jazz, Classical, Folk, Blues, Soul, Funk, Reggae, Ska, Punk, Metal, Doom Metal, Black Metal, Hardcore',
  'Ambient, Techno, House, Trance, Drum and Bass, Dubstep, Electro, Trip Hop, Hip-Hop, R&B, Gospel, Country, Bluegrass',
  'Bossa Nova, Samba, Tango, Flamenco, Fado, Chanson, Klezmer, Afrobeat, Dub, Shoegaze, Post-Rock, Soundtrack',
].flatMap((line) => line.split(', '));

/** Syllables by script, with the share (added up) of artists and albums that is named in it. */
const SCRIPTS = [
  {
    upTo: 0.72,
    gap: ' ',
    syllables: 'ba ker lo min ta ra sel von dor li an est mor fi ga wen tho ru ish pel na cor vi den su hal',
  },
  { upTo: 0.84, gap: ' ', syllables: 'é ça ño ü lö å ska mê cœ zł ří ő ğu na li ra mo vé tö pâ dé' },
  { upTo: 0.9, gap: ' ', syllables: 'ве ра мо ст но ли ка зи му го ря ть лю бо вь на' },
  { upTo: 0.94, gap: '', syllables: '夜 空 海 の 花 風 光 ゆ き さ く ら 雨 音 星 街' },
  { upTo: 0.96, gap: ' ', syllables: '사 랑 바 다 하 늘 별 빛 노 래' },
  { upTo: 0.98, gap: ' ', syllables: 'θά λα σσα φω ς νύ χτα μο υ σι κή' },
  { upTo: 1, gap: ' ', syllables: 'لي ل قم ر بح ري نو سم ا ء' },
].map((script) => ({ ...script, syllables: script.syllables.split(' ') }));

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A collection as people have it, the same each time: albums of 8 to 17 tracks, some on two discs, some by various
 * artists; 3,000 artists, 8,000 albums and 40 genres at 100,000 tracks; names in seven scripts.
 */
export function planLibrary(tracks: number): PlannedTrack[] {
  const next = random(tracks);
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(items: readonly T[]) => items[Math.floor(next() * items.length)]!;
  const script = () => {
    const at = next();
    return SCRIPTS.find((one) => at < one.upTo) ?? SCRIPTS[0]!;
  };
  const word = (syllables: readonly string[]) =>
    capital(Array.from({ length: whole(2, 3) }, () => pick(syllables)).join(''));
  const name = (from: number, to: number) => {
    const { gap, syllables } = script();
    return Array.from({ length: whole(from, to) }, () => word(syllables)).join(gap);
  };

  const artists = Array.from({ length: Math.max(4, Math.round(tracks / TRACKS_PER_ARTIST)) }, () =>
    name(1, 3),
  );
  const albums = Math.max(1, Math.round(tracks / TRACKS_PER_ALBUM));
  const plan: PlannedTrack[] = [];
  for (let number = 0; plan.length < tracks; number++) {
    const last = number === albums - 1;
    const size = last ? tracks - plan.length : Math.min(whole(8, 17), tracks - plan.length);
    const various = next() < 0.03;
    const albumArtist = various ? 'Various Artists' : artists[Math.floor(next() ** 1.5 * artists.length)]!;
    const album = name(1, 4);
    const year = whole(1955, 2025);
    const genre = GENRES[Math.floor(next() ** 2 * GENRES.length)]!;
    const discs = size > 12 && next() < 0.3 ? 2 : 1;
    const folder = `${safe(albumArtist)}/${safe(album)} (${year})`;
    for (let index = 0; index < size; index++) {
      const disc = discs === 2 && index >= size / 2 ? 2 : 1;
      const track = disc === 2 ? index - Math.ceil(size / 2) + 1 : index + 1;
      const ofDisc = discs === 1 ? size : disc === 1 ? Math.ceil(size / 2) : Math.floor(size / 2);
      const title = name(1, 5);
      plan.push({
        folder: discs === 2 ? `${folder}/CD${disc}` : folder,
        // The number of the album keeps apart two that are named alike.
        file: `${disc}-${String(track).padStart(2, '0')} ${safe(title)} [${number}].mp3`,
        title,
        artist: various ? pick(artists) : albumArtist,
        albumArtist,
        album,
        year,
        genre,
        track,
        tracks: ofDisc,
        disc,
        discs,
      });
    }
  }
  return plan;
}

function capital(word: string): string {
  return word.charAt(0).toLocaleUpperCase('en') + word.slice(1);
}

function safe(name: string): string {
  return name.replaceAll('/', '_').slice(0, 60);
}
