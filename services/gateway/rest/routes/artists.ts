import { artistPage, byId } from '../../../catalog/params.ts';
import { known, marked } from '../items.ts';
import { arrayOf, extended } from '../json.ts';
import { catalogPage, PAGE, startOf } from '../lists.ts';
import { route } from '../route.ts';
import { about } from '../rules.ts';
import { fieldsOf, one, pageOf } from '../schemas/schemas.ts';

const tag = 'Artists';

export const artistRoutes = [
  route({
    method: 'GET',
    path: '/artists',
    operation: 'listArtists',
    tag,
    summary: 'Artists that have albums, by name',
    access: 'listener',
    query: {
      folder: about('Only of this music folder.', artistPage.folder),
      ...PAGE,
      fields: fieldsOf('Artist'),
    },
    answer: { status: 200, schema: pageOf('Artist') },
    async handle(exchange) {
      const { folder } = exchange.query;
      const page = await exchange.call('catalog.listArtistDocuments', { folder, ...startOf(exchange) });
      return catalogPage(exchange, page);
    },
  }),
  route({
    method: 'GET',
    path: '/artists/{id}',
    operation: 'getArtist',
    tag,
    summary: 'An artist with its albums',
    description:
      'The albums are its own, oldest first; of an artist who has none, those on which it appears.',
    access: 'listener',
    parameters: { id: byId.id },
    answer: { status: 200, schema: one('ArtistWithAlbums') },
    errors: ['NOT_FOUND'],
    async handle({ call, parameters }) {
      const found = await call('catalog.artistDocuments', parameters);
      const [artist, albums] = await marked({ call }, known(found.artist, 'artist'), found.albums);
      return { kind: 'json', json: extended(artist!, { albums: arrayOf(albums!) }) };
    },
  }),
];
