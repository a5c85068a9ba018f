import { textAt } from './boxes.ts';
import { openFlac } from './flac.ts';
import { startOfMusic } from './id3.ts';
import { openMp3 } from './mp3.ts';
import { type Bytes, FormatError, type Sound } from './sound.ts';
import { openWav } from './wav.ts';

/**
 * The music in a file, whatever its name says it is.
 * @throws FormatError when it is of a kind that is not known here
 */
export async function openSound(bytes: Bytes): Promise<Sound> {
  const start = await startOfMusic(bytes);
  const head = (await bytes.read(start, 16)).slice();
  if (head.length < 16) throw new FormatError('The file is too short for music.');
  const magic = textAt(head, 0, 4);
  if (magic === 'fLaC') return openFlac(bytes);
  if (magic === 'RIFF' || magic === 'RF64') return openWav(bytes);
  return openMp3(bytes);
}
