import type { Track } from '../../catalog/model.ts';

/** Whatever ends a line somewhere, and what no text should have. */
const UNFIT = /[\p{Cc}\u2028\u2029]+/gu;

/** The head of an extended M3U file in UTF-8. */
export function m3uHead(name: string): string {
  return `#EXTM3U\n#EXTENC:UTF-8\n#PLAYLIST:${line(name)}\n`;
}

/** A track in an extended M3U file. Its path is made from the tags, and relative to wherever the music is. */
export function m3uEntry({ displayArtist, title, format, path }: Track): string {
  // A path may not look like a comment.
  const safe = path.startsWith('#') ? `./${path}` : path;
  return `#EXTINF:${Math.round(format.duration)},${line(`${displayArtist} - ${title}`)}\n${line(safe)}\n`;
}

function line(text: string): string {
  return text.replace(UNFIT, ' ');
}
