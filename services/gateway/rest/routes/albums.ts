import { albumPage, byId } from '../../../catalog/params.ts';
import { known, marked } from '../items.ts';
import { arrayOf, extended } from '../json.ts';
import { catalogPage, PAGE, startOf } from '../lists.ts';
import { route } from '../route.ts';
import { about } from '../rules.ts';
import { fieldsOf, one, pageOf } from '../schemas/schemas.ts';

const tag = 'Albums';

/** What lists of albums and of tracks are filtered by. */
export const FILTERS = {
  genre: about('Only of this genre; case and punctuation make no difference.', albumPage.genre),
  fromYear: about(
    'Only from this year on. With `order=year`, a larger one than `toYear` turns the list round.',
    {
      ...albumPage.fromYear,
    },
  ),
  toYear: about('Only up to this year.', albumPage.toYear),
  addedSince: about('Only what was added then or later: YYYY-MM-DD, or a date and time (RFC 3339).', {
    ...albumPage.addedSince,
  }),
  folder: about('Only of this music folder.', albumPage.folder),
} as const;

export const albumRoutes = [
  route({
    method: 'GET',
    path: '/albums',
    operation: 'listAlbums',
    tag,
    summary: 'Albums in some order',
    description: 'A random list is one page: it has no `next`.',
    access: 'listener',
    query: {
      order: about('`added`: newest first.', { ...albumPage.order, default: 'name' }),
      ...FILTERS,
      ...PAGE,
      fields: fieldsOf('Album'),
    },
    answer: { status: 200, schema: pageOf('Album') },
    async handle(exchange) {
      const { cursor: _, fields: __, ...list } = exchange.query;
      const page = { ...list, ...startOf(exchange) };
      return catalogPage(exchange, await exchange.call('catalog.listAlbumDocuments', page));
    },
  }),
  route({
    method: 'GET',
    path: '/albums/{id}',
    operation: 'getAlbum',
    tag,
    summary: 'An album with its tracks, by disc and number',
    access: 'listener',
    parameters: { id: byId.id },
    answer: { status: 200, schema: one('AlbumWithTracks') },
    errors: ['NOT_FOUND'],
    async handle({ call, parameters }) {
      const found = await call('catalog.albumDocuments', parameters);
      const [album, tracks] = await marked({ call }, known(found.album, 'album'), found.tracks);
      return { kind: 'json', json: extended(album!, { tracks: arrayOf(tracks!) }) };
    },
  }),
];
