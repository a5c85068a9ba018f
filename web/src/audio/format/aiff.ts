import { textAt, viewOf } from './boxes.ts';
import { type Pcm, pcmSound } from './pcm.ts';
import { type Bytes, FormatError, type Sound } from './sound.ts';

type Format = Omit<Pcm, 'from' | 'to'>;

const COMMON_BYTES = 22;
const HIGHEST_RATE = 655_350;
/** Compression types of AIFF-C that compress nothing: `sowt` is the other byte order. */
const INTEGERS = ['NONE', 'twos', 'sowt', 'in24', 'in32'];
const FLOATS: Readonly<Record<string, 32 | 64>> = { fl32: 32, FL32: 32, fl64: 64, FL64: 64 };

/**
 * AIFF and AIFF-C with samples that are whole numbers or floats (Apple, "Audio Interchange File Format" 1.3 and
 * "AIFF-C" draft of 1991).
 * @throws FormatError when it is none of these
 */
export async function openAiff(bytes: Bytes): Promise<Sound> {
  const form = await bytes.read(0, 12);
  const kind = textAt(form, 8, 4);
  if (textAt(form, 0, 4) !== 'FORM' || !(kind === 'AIFF' || kind === 'AIFC')) {
    throw new FormatError('This is no AIFF file.');
  }
  let format: Format | undefined;
  for (let at = 12; at < bytes.size; ) {
    const head = await bytes.read(at, 8 + COMMON_BYTES);
    if (head.length < 16) break;
    const view = viewOf(head);
    const type = textAt(head, 0, 4);
    const size = view.getUint32(4);
    if (type === 'COMM') format = formatOf(head.subarray(8), kind === 'AIFC');
    if (type === 'SSND') {
      if (!format) throw new FormatError('The AIFF file has no format before its samples.');
      const from = at + 16 + view.getUint32(8);
      return pcmSound(bytes, { ...format, from, to: Math.min(at + 8 + size, bytes.size) });
    }
    at += 8 + size + (size % 2);
  }
  throw new FormatError('The AIFF file has no samples.');
}

function formatOf(chunk: Uint8Array, isCompressed: boolean): Format {
  if (chunk.length < (isCompressed ? COMMON_BYTES : 18)) {
    throw new FormatError('The AIFF file has no whole format.');
  }
  const view = viewOf(chunk);
  const channels = view.getUint16(0);
  // Samples of 12 bits, say, stand in the upper ones of 16.
  const stored = Math.ceil(view.getUint16(6) / 8) * 8;
  const sampleRate = Math.round(extendedAt(view, 8));
  const coding = isCompressed ? textAt(chunk, 18, 4) : 'NONE';
  const float = FLOATS[coding];
  const isInteger = INTEGERS.includes(coding) && [8, 16, 24, 32].includes(stored);
  const isRate = sampleRate > 0 && sampleRate <= HIGHEST_RATE;
  if (channels < 1 || channels > 8 || !isRate || !(float || isInteger)) {
    throw new FormatError('The samples of the AIFF file are of a kind that is not known here.');
  }
  return {
    channels,
    sampleRate,
    bits: float ?? (stored as Pcm['bits']),
    kind: float ? 'float' : 'signed',
    littleEndian: coding === 'sowt',
  };
}

/** A number of 80 bits (IEEE 754, double extended): sign and exponent in 16, the whole mantissa in 64. */
function extendedAt(view: DataView, at: number): number {
  const exponent = (view.getUint16(at) & 0x7fff) - 16_383;
  return view.getUint32(at + 2) * 2 ** (exponent - 31) + view.getUint32(at + 6) * 2 ** (exponent - 63);
}
