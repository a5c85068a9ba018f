/** Where the audio of a container lies, see identity/. */
export type Container = 'mpeg' | 'flac' | 'ogg' | 'mp4' | 'wav' | 'aiff' | 'dsf' | 'asf' | 'plain';

interface Format {
  contentType: string;
  container: Container;
}

/** What is read, by the file's extension in lower case. */
const FORMATS: Readonly<Record<string, Format>> = {
  mp3: { contentType: 'audio/mpeg', container: 'mpeg' },
  aac: { contentType: 'audio/aac', container: 'mpeg' },
  flac: { contentType: 'audio/flac', container: 'flac' },
  ogg: { contentType: 'audio/ogg', container: 'ogg' },
  oga: { contentType: 'audio/ogg', container: 'ogg' },
  opus: { contentType: 'audio/ogg', container: 'ogg' },
  m4a: { contentType: 'audio/mp4', container: 'mp4' },
  m4b: { contentType: 'audio/mp4', container: 'mp4' },
  wav: { contentType: 'audio/wav', container: 'wav' },
  aiff: { contentType: 'audio/aiff', container: 'aiff' },
  aif: { contentType: 'audio/aiff', container: 'aiff' },
  ape: { contentType: 'audio/x-ape', container: 'mpeg' },
  wv: { contentType: 'audio/x-wavpack', container: 'mpeg' },
  mpc: { contentType: 'audio/x-musepack', container: 'mpeg' },
  wma: { contentType: 'audio/x-ms-wma', container: 'asf' },
  dsf: { contentType: 'audio/x-dsf', container: 'dsf' },
};

const OTHER: Format = { contentType: 'application/octet-stream', container: 'plain' };

/** Extension of a file name without the dot, in lower case; empty when there is none. */
export function suffixOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

export function isAudio(suffix: string): boolean {
  return Object.hasOwn(FORMATS, suffix);
}

export function formatOf(suffix: string): Format {
  return Object.hasOwn(FORMATS, suffix) ? FORMATS[suffix]! : OTHER;
}

const COVER_NAMES = ['cover', 'folder', 'front', 'album'];
const COVER_SUFFIXES = ['jpg', 'jpeg', 'png', 'webp'];

/**
 * How good a picture beside the tracks is as their cover: the smaller the better, -1 when it is none.
 * Names in any case: cover, folder, front, album; with jpg, jpeg, png, webp.
 */
export function coverRank(name: string): number {
  const suffix = COVER_SUFFIXES.indexOf(suffixOf(name));
  if (suffix < 0) return -1;
  const stem = COVER_NAMES.indexOf(name.slice(0, name.lastIndexOf('.')).toLowerCase());
  return stem < 0 ? -1 : stem * COVER_SUFFIXES.length + suffix;
}
