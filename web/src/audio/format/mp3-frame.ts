import { textAt, viewOf } from './boxes.ts';

/** The header of a frame of MPEG audio layer III. */
export interface FrameHeader {
  /** Bytes of the whole frame. */
  size: number;
  samples: number;
  sampleRate: number;
  /** Bits a second. */
  bitRate: number;
  /** Bytes of side information behind the header. */
  sideInfo: number;
}

const RATES = { 3: [44_100, 48_000, 32_000], 2: [22_050, 24_000, 16_000], 0: [11_025, 12_000, 8_000] };
const KBITS_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBITS_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const MONO = 3;

/** The header at a place (ISO/IEC 11172-3, 2.4.1.3); undefined when there is none. Free format is not known. */
export function frameAt(bytes: Uint8Array, at: number): FrameHeader | undefined {
  if (at + 4 > bytes.length || bytes[at] !== 0xff) return undefined;
  const [, second, third, fourth] = bytes.subarray(at, at + 4) as unknown as [number, number, number, number];
  const version = (second >> 3) & 3;
  const layer = (second >> 1) & 3;
  if ((second & 0xe0) !== 0xe0 || version === 1 || layer !== 1) return undefined;
  const sampleRate = RATES[version as keyof typeof RATES][(third >> 2) & 3];
  const first = version === 3;
  const kbits = (first ? KBITS_1 : KBITS_2)[third >> 4];
  if (sampleRate === undefined || !kbits) return undefined;
  const mono = fourth >> 6 === MONO;
  const samples = first ? 1152 : 576;
  const bitRate = kbits * 1000;
  return {
    size: Math.floor(((samples / 8) * bitRate) / sampleRate) + ((third >> 1) & 1),
    samples,
    sampleRate,
    bitRate,
    sideInfo: first ? (mono ? 17 : 32) : mono ? 9 : 17,
  };
}

/** What a first frame says of the others instead of sounding itself. */
export interface StreamInfo {
  frames?: number;
  /** Of all frames, this one too. */
  bytes?: number;
  /** 100 places: byte of each percent of the time, of 256. Only where frames differ in size. */
  toc?: Uint8Array;
  /** Samples that the encoder has put before the music and behind it. */
  delay?: number;
  padding?: number;
}

/** The information frame of Xing, LAME and libavcodec ("Xing", "Info") or Fraunhofer ("VBRI"); undefined in all others. */
export function infoIn(frame: Uint8Array, header: FrameHeader): StreamInfo | undefined {
  const xing = 4 + header.sideInfo;
  const mark = textAt(frame, xing, 4);
  if (mark === 'Xing' || mark === 'Info') return xingAt(frame, xing, mark === 'Xing');
  // VBRI stands behind the header and 32 bytes, whatever the side information.
  if (textAt(frame, 36, 4) === 'VBRI' && frame.length >= 54) {
    const view = viewOf(frame);
    return { bytes: view.getUint32(46), frames: view.getUint32(50) };
  }
  return undefined;
}

function xingAt(frame: Uint8Array, start: number, isVariable: boolean): StreamInfo {
  const view = viewOf(frame);
  const info: StreamInfo = {};
  const flags = frame.length >= start + 8 ? view.getUint32(start + 4) : 0;
  let at = start + 8;
  const has = (flag: number, length: number) => (flags & flag) !== 0 && at + length <= frame.length;
  if (has(1, 4)) {
    info.frames = view.getUint32(at);
    at += 4;
  }
  if (has(2, 4)) {
    info.bytes = view.getUint32(at);
    at += 4;
  }
  if (has(4, 100)) {
    if (isVariable) info.toc = frame.slice(at, at + 100);
    at += 100;
  }
  if (flags & 8) at += 4;
  // Encoder name (9), revision, low-pass, peak (4), gains (2 × 2), flags, bit rate: then two times 12 bits.
  if (at + 24 <= frame.length && /^[\x20-\x7e]{4}/.test(textAt(frame, at, 4))) {
    const gaps = (frame[at + 21]! << 16) | (frame[at + 22]! << 8) | frame[at + 23]!;
    info.delay = gaps >> 12;
    info.padding = gaps & 0xfff;
  }
  return info;
}
