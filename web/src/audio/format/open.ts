import { textAt } from './boxes.ts';
import { startOfMusic } from './id3.ts';
import { type Bytes, FormatError, LoadError, type Sound } from './sound.ts';

type Open = (bytes: Bytes) => Promise<Sound>;

/** Each is loaded when a file of its kind is to be played. */
const READERS = {
  adts: async (): Promise<Open> => (await import('./adts.ts')).openAdts,
  aiff: async (): Promise<Open> => (await import('./aiff.ts')).openAiff,
  flac: async (): Promise<Open> => (await import('./flac.ts')).openFlac,
  mp3: async (): Promise<Open> => (await import('./mp3.ts')).openMp3,
  mp4: async (): Promise<Open> => (await import('./mp4.ts')).openMp4,
  ogg: async (): Promise<Open> => (await import('./ogg.ts')).openOgg,
  wav: async (): Promise<Open> => (await import('./wav.ts')).openWav,
  whole: async (): Promise<Open> => (await import('./whole.ts')).openWhole,
} satisfies Record<string, () => Promise<Open>>;

type Kind = keyof typeof READERS;

/** The kinds of files by their suffix. */
const KINDS: Readonly<Record<string, Kind>> = {
  flac: 'flac',
  mp3: 'mp3',
  m4a: 'mp4',
  m4b: 'mp4',
  wav: 'wav',
};

/** Loads what a file of that suffix will need, so that nobody waits for it after a click. Failing does no harm. */
export function prepareFor(suffix: string): void {
  reader(KINDS[suffix] ?? 'whole').catch(() => undefined);
}

/**
 * The music in a file, whatever its name says it is. What no reader here knows, or the browser does not take in pieces, is
 * given to the browser as a whole.
 * @param canDecode whether the browser takes pieces of that MIME type
 * @throws FormatError when it cannot be played
 * @throws LoadError when the reader of such files is not here and could not be loaded
 */
export async function openSound(bytes: Bytes, canDecode: (mime: string) => boolean): Promise<Sound> {
  const kind = await kindOf(bytes);
  if (kind !== 'whole') {
    const open = await reader(kind);
    try {
      const sound = await open(bytes);
      if (canDecode(sound.mime)) return sound;
    } catch (error) {
      // A damaged file leads a reader to numbers beyond its bytes, too.
      if (!(error instanceof FormatError || error instanceof RangeError)) throw error;
    }
  }
  const openWhole = await reader('whole');
  return openWhole(bytes);
}

async function reader(kind: Kind): Promise<Open> {
  try {
    return await READERS[kind]();
  } catch (error) {
    throw new LoadError('The reader of such files is not here.', { cause: error });
  }
}

async function kindOf(bytes: Bytes): Promise<Kind> {
  const start = await startOfMusic(bytes);
  const head = (await bytes.read(start, 16)).slice();
  if (head.length < 16) throw new FormatError('The file is too short for music.');
  const magic = textAt(head, 0, 4);
  if (magic === 'fLaC') return 'flac';
  if (magic === 'RIFF' || magic === 'RF64') return 'wav';
  if (magic === 'FORM') return 'aiff';
  if (textAt(head, 4, 4) === 'ftyp') return 'mp4';
  if (magic === 'OggS') return 'ogg';
  // The bits that name the layer of MPEG audio are 0 in AAC. MP3 may have anything before its first frame.
  return head[0] === 0xff && (head[1]! & 0xf6) === 0xf0 ? 'adts' : 'mp3';
}
