import type { FileInfo } from '../actions.ts';
import type { Track } from '../catalog/model.ts';
import type { Answer } from './conditions.ts';

/** The entity tag of HTTP for the library's, quoted and with nothing in it that could end the header. */
export function entityTag(etag: string): string {
  return `"${etag.replace(/[^\x21\x23-\x7e]/g, '')}"`;
}

/** The headers of an answer about an original file. */
export function headersOf(
  answer: Answer,
  file: FileInfo,
  attachment: string | undefined,
): Record<string, string | number> {
  const validators = {
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=0, must-revalidate',
    etag: entityTag(file.etag),
    'last-modified': new Date(file.mtime).toUTCString(),
  };
  if (answer.status === 304) return validators;
  if (answer.status === 412) return { 'content-length': 0 };
  if (answer.status === 416) {
    return { 'accept-ranges': 'bytes', 'content-range': `bytes */${file.size}`, 'content-length': 0 };
  }
  const headers: Record<string, string | number> = {
    ...validators,
    'content-type': file.contentType,
    'content-length': answer.status === 206 ? answer.last - answer.first + 1 : file.size,
  };
  if (answer.status === 206) {
    headers['content-range'] = `bytes ${answer.first}-${answer.last}/${file.size}`;
  }
  if (attachment !== undefined) headers['content-disposition'] = attachment;
  return headers;
}

/** File systems allow 255 bytes; some clients add a number or ".part". */
const MAX_NAME_BYTES = 200;

/** Content-Disposition under which a track is saved as "Artist - Title.suffix". */
export function attachmentOf(track: Track, suffix: string): string {
  return attachmentNamed(`${track.displayArtist} - ${track.title}`, suffix);
}

/**
 * Content-Disposition under which something is saved as "title.suffix", in any script
 * (RFC 6266 with RFC 5987's UTF-8 form, and an ASCII name for clients that know only that).
 */
export function attachmentNamed(title: string, suffix: string): string {
  const name = `${safeName(title)}.${safeName(suffix)}`;
  const ascii = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/gu, '_');
  const utf8 = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${utf8}`;
}

/** Without what any file system forbids, what hides a name or turns it round, and what would climb out of a folder. */
function safeName(text: string): string {
  const clean = text
    .toWellFormed()
    .replace(/[/\\:*?"<>|%]/g, '_')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  let bytes = 0;
  let name = '';
  for (const char of clean) {
    bytes += Buffer.byteLength(char);
    if (bytes > MAX_NAME_BYTES) break;
    name += char;
  }
  return name === '' ? '_' : name;
}
