import { textAt } from './boxes.ts';
import type { Sample } from './fragments.ts';
import { startOfMusic } from './id3.ts';
import { opusCodec } from './ogg-opus.ts';
import { lastGranule, type Packet, packetsFrom, pageWithGranule } from './ogg-packets.ts';
import { vorbisCodec } from './ogg-vorbis.ts';
import { type Bytes, FormatError, type Piece, type Sound } from './sound.ts';

/** What is in the packets of a stream. */
export interface OggCodec {
  mime: string;
  head: Uint8Array;
  /** Samples a second, of all that counts samples. */
  rate: number;
  /** Samples at the start that are no music. */
  skipped: number;
  /** Seconds that are decoded before those that are wanted. */
  preroll: number;
  /** Counts the samples of packets that follow each other. */
  counter(): (packet: Uint8Array) => number;
  /** Packets as a SourceBuffer takes them. */
  wrapped(start: number, samples: readonly Sample[]): Uint8Array;
}

/** The music of a stream. */
interface Music {
  codec: OggCodec;
  /** The first page of music. */
  at: number;
  /** The first sample, as the stream counts. Below 0 when the start was cut off. */
  origin: number;
}

const FIRST_BYTES = 8 << 10;
const LATER_BYTES = 64 << 10;
/** Seconds before the wanted place from which is read on instead of searched. */
const NEAR = 5;
const MOST_TRIES = 12;

/**
 * Opus and Vorbis in Ogg (RFC 3533, RFC 7845, Vorbis I). Of streams that are chained, the first.
 * @throws FormatError when it is none of these
 */
export async function openOgg(bytes: Bytes): Promise<Sound> {
  const music = await musicIn(bytes, await startOfMusic(bytes));
  const { codec, origin } = music;
  return {
    mime: codec.mime,
    head: codec.head,
    lead: (Math.abs(origin) + codec.skipped) / codec.rate,
    pieces: (time) => piecesOf(bytes, music, time),
  };
}

async function musicIn(bytes: Bytes, start: number): Promise<Music> {
  const packets = packetsFrom(bytes, start);
  const next = async () => {
    const { value } = await packets.next();
    if (!value) throw new FormatError('The Ogg stream has no music.');
    return value;
  };
  const first = (await next()).data;
  let codec: OggCodec;
  if (textAt(first, 0, 8) === 'OpusHead' && first.length >= 19) {
    await next();
    codec = opusCodec(first);
  } else if (textAt(first, 0, 7) === '\x01vorbis') {
    codec = vorbisCodec([first, (await next()).data, (await next()).data]);
  } else throw new FormatError('What is in the Ogg stream is not known here.');
  const count = codec.counter();
  let packet: Packet = await next();
  const at = packet.from;
  let samples = count(packet.data);
  while (!packet.endsPage || packet.page.granule === undefined) {
    packet = await next();
    samples += count(packet.data);
  }
  // The last page may count less than it has, to cut off what is no music.
  const origin = packet.page.isLast ? 0 : packet.page.granule - samples;
  await packets.return();
  return { codec, at, origin };
}

async function* piecesOf(bytes: Bytes, music: Music, time: number): AsyncGenerator<Piece, void, undefined> {
  const { codec, origin } = music;
  const { rate } = codec;
  // Nothing may lie before 0.
  const shift = Math.max(0, -origin);
  const wanted = (time - codec.preroll) * rate - shift;
  const place = wanted > origin ? await placeBefore(bytes, music, wanted) : undefined;
  const count = codec.counter();
  let clock = place === undefined ? origin : undefined;
  let start = 0;
  let samples: Sample[] = [];
  let size = 0;
  let most = FIRST_BYTES;
  let end: number | undefined;
  const piece = (): Piece => ({
    data: codec.wrapped(start + shift, samples),
    from: (start + shift) / rate,
    to: (clock! + shift) / rate,
  });
  for await (const { data, page, endsPage } of packetsFrom(bytes, place?.at ?? music.at)) {
    const duration = count(data);
    if (clock === undefined) {
      // From a page within, its own count of samples tells where the next one begins.
      if (endsPage) clock = page.granule;
      continue;
    }
    if (clock + duration > wanted) {
      if (samples.length === 0) start = clock;
      if (size > most) {
        yield piece();
        most = LATER_BYTES;
        start = clock;
        samples = [];
        size = 0;
      }
      samples.push({ data, duration });
      size += data.length;
    }
    clock += duration;
    if (endsPage && page.isLast) end = page.granule;
  }
  if (clock === undefined || samples.length === 0) return;
  yield { ...piece(), end: (Math.min(clock, end ?? clock) + shift) / rate };
}

/** A page near before a sample, found by looking between what is known. */
async function placeBefore(bytes: Bytes, music: Music, wanted: number): Promise<{ at: number } | undefined> {
  const near = NEAR * music.codec.rate;
  let low: { at: number; granule: number } | undefined;
  let lowAt = music.at;
  let lowGranule = Math.max(0, music.origin);
  let high = { at: bytes.size, granule: (await lastGranule(bytes)) ?? Number.POSITIVE_INFINITY };
  for (let tries = 0; tries < MOST_TRIES && wanted - lowGranule > near; tries++) {
    const aim = wanted - near / 2 - lowGranule;
    const share = Number.isFinite(high.granule) ? aim / (high.granule - lowGranule) : 0.5;
    const guess = Math.floor(lowAt + Math.max(0, share) * (high.at - lowAt));
    const page = await pageWithGranule(bytes, guess);
    if (page?.granule === undefined || page.granule > wanted) {
      high = { at: guess, granule: page?.granule ?? high.granule };
    } else if (page.at <= lowAt) break;
    else {
      low = { at: page.at, granule: page.granule };
      lowAt = low.at;
      lowGranule = low.granule;
    }
  }
  return low;
}
