import { clean } from './clean.ts';

export interface PathNames {
  title: string;
  track?: number;
  disc?: number;
  album?: string;
  artist?: string;
  /** `YYYY` */
  date?: string;
}

const DISC_FOLDER = /^(?:cd|disc|disk|dis[ck]o)[\s._-]*(\d{1,2})$/i;
const NUMBERED = /^(?:(\d{1,2})[-.](?=\d))?(\d{1,3})(?:\s*[-._)]\s*|\s+)(\S.*)$/;
const YEAR_AFTER = /^(.*\S)\s*[([](\d{4})[)\]]$/;
const YEAR_BEFORE = /^[([]?(\d{4})[)\]]?\s*-\s*(\S.*)$/;

/**
 * What the place of a file says: `Artist/Album (1999)/CD1/03 - Title.ext`, `Artist - Album/…` and the like.
 * @param path inside the music folder, with `/`
 */
export function namesFromPath(path: string): PathNames {
  const folders = path.split('/');
  const file = folders.pop() ?? '';
  const dot = file.lastIndexOf('.');
  const stem = (dot > 0 ? file.slice(0, dot) : file).replaceAll('_', ' ').trim();
  const names: PathNames = { title: clean(stem) ?? clean(file) ?? '?' };
  const numbered = NUMBERED.exec(stem);
  if (numbered !== null) {
    names.title = clean(numbered[3]) ?? names.title;
    names.track = Number(numbered[2]);
    if (numbered[1] !== undefined) names.disc = Number(numbered[1]);
  }
  const disc = DISC_FOLDER.exec(folders.at(-1) ?? '');
  if (disc !== null && folders.length > 1) {
    names.disc = Number(disc[1]);
    folders.pop();
  }
  const album = folders.pop();
  if (album === undefined) return names;
  readAlbum(names, album);
  const artist = clean(folders.pop());
  if (artist !== undefined) names.artist = artist;
  else if (names.album?.includes(' - ')) {
    const [first, ...rest] = names.album.split(' - ');
    names.artist = first!.trim();
    names.album = rest.join(' - ').trim();
  }
  return names;
}

function readAlbum(names: PathNames, folder: string): void {
  const after = YEAR_AFTER.exec(folder);
  const before = after === null ? YEAR_BEFORE.exec(folder) : null;
  const album = clean(after?.[1] ?? before?.[2] ?? folder);
  const year = after?.[2] ?? before?.[1];
  if (album !== undefined) names.album = album;
  if (year !== undefined) names.date = year;
}
