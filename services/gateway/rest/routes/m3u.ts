import { attachmentNamed } from '../../../media/headers.ts';
import { LARGEST_FILE } from '../../../playlists/m3u/decode.ts';
import * as params from '../../../playlists/params.ts';
import type { FileBody } from '../body.ts';
import { jsonOf } from '../json.ts';
import { locationOf, playlistFor } from '../playlist.ts';
import type { ImportedPlaylistResource } from '../resources.ts';
import { type Exchange, route } from '../route.ts';
import { about } from '../rules.ts';
import { one } from '../schemas/schemas.ts';

const tag = 'Playlists';
const TYPE = 'audio/x-mpegurl';
/** Under all the names that M3U goes by, and as the plain text that it is. */
const TYPES = [
  TYPE,
  'audio/mpegurl',
  'application/x-mpegurl',
  'application/vnd.apple.mpegurl',
  'text/plain',
  'application/octet-stream',
];

export const m3uRoutes = [
  route({
    method: 'GET',
    path: '/playlists/{id}/m3u',
    operation: 'exportPlaylist',
    tag,
    summary: 'A playlist as an M3U file, for other programs',
    description:
      'Extended M3U in UTF-8, with the path of each track below its music folder as its tags have it.',
    access: 'listener',
    cached: true,
    parameters: { id: params.byId.id },
    answer: { status: 200, types: [TYPE] },
    errors: ['NOT_FOUND', 'CONFLICT'],
    async handle({ call, parameters }) {
      const { name, text } = await wholeFile({ call }, parameters.id);
      const type = `${TYPE}; charset=utf-8`;
      return { kind: 'file', type, bytes: Buffer.from(text), attachment: attachmentNamed(name, 'm3u8') };
    },
  }),
  route({
    method: 'POST',
    path: '/playlists/m3u',
    operation: 'importPlaylist',
    tag,
    summary: 'Make a playlist of an M3U file',
    description:
      'Its entries are looked for in the library by path, else by artist and title. `charset` in Content-Type names its encoding; without it, a byte order mark or `#EXTENC` in the file does, else it is UTF-8, or windows-1252 where it cannot be UTF-8.',
    access: 'listener',
    keyed: true,
    file: TYPES,
    largest: LARGEST_FILE,
    query: { name: about('Else its name is the one in the file (`#PLAYLIST`).', params.imported.name) },
    answer: { status: 201, schema: one('ImportedPlaylist') },
    errors: ['TRACKS_NOT_FOUND'],
    async handle(exchange) {
      const { query, key } = exchange;
      const { file, charset: encoding } = exchange.body as unknown as FileBody;
      const found = await exchange.call('playlists.importM3u', { ...query, file, encoding, key });
      const answer: ImportedPlaylistResource = { ...found, playlist: playlistFor(exchange, found.playlist) };
      return { kind: 'json', json: jsonOf(answer), location: locationOf(found.playlist) };
    },
  }),
];

/** A playlist as one file, of the pieces that the bus can carry. */
async function wholeFile(
  { call }: Pick<Exchange, 'call'>,
  id: string,
): Promise<{ name: string; text: string }> {
  const { name, rev, ...first } = await call('playlists.exportM3u', { id });
  let { text, next } = first;
  while (next !== null) {
    const piece = await call('playlists.exportM3u', { id, from: next, rev });
    text += piece.text;
    next = piece.next;
  }
  return { name, text };
}
