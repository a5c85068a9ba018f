import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseFile, selectCover } from 'music-metadata';
import { coverRank } from '../formats.ts';
import { pictureType } from './picture-type.ts';

/** Larger pictures are not shown. */
const LARGEST = 32 * 1_048_576;

/**
 * The picture of a track: the front cover in the file, else the cover in its folder; null when there is none.
 * @param absolute where the audio file is
 */
export async function readPicture(absolute: string): Promise<Uint8Array | null> {
  return (await embedded(absolute)) ?? beside(dirname(absolute));
}

async function embedded(absolute: string): Promise<Uint8Array | null> {
  try {
    const { common } = await parseFile(absolute, { duration: false });
    const pictures = common.picture?.filter(
      ({ data }) => pictureType(data) !== null && data.length <= LARGEST,
    );
    return selectCover(pictures)?.data ?? null;
  } catch {
    // A file whose tags cannot be read may still have a cover beside it.
    return null;
  }
}

function beside(folder: string): Uint8Array | null {
  const names = readdirSync(folder).filter((name) => coverRank(name) >= 0);
  for (const name of names.sort((a, b) => coverRank(a) - coverRank(b))) {
    const path = join(folder, name);
    if (statSync(path).size > LARGEST) continue;
    const data = readFileSync(path);
    if (pictureType(data) !== null) return data;
  }
  return null;
}
