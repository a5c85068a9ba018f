import { byFewIds, searched } from '../../../catalog/params.ts';
import { marked } from '../items.ts';
import { arrayOf, objectOf } from '../json.ts';
import { listAnswer, only, PAGE, wholePage } from '../lists.ts';
import { route } from '../route.ts';
import { about } from '../rules.ts';
import { fieldsOf, one, pageOf } from '../schemas/schemas.ts';

const tag = 'Find';

const count = about('So many of them at most.', { ...searched.tracks.props.limit, default: 20 });

export const findRoutes = [
  route({
    method: 'GET',
    path: '/genres',
    operation: 'listGenres',
    tag,
    summary: 'Genres by name',
    access: 'listener',
    query: { ...PAGE, fields: fieldsOf('Genre') },
    answer: { status: 200, schema: pageOf('Genre') },
    async handle(exchange) {
      return wholePage(exchange, await exchange.call('catalog.genres', {}), ({ name }) => name);
    },
  }),
  route({
    method: 'GET',
    path: '/decades',
    operation: 'listDecades',
    tag,
    summary: 'Decades from which there is music, oldest first',
    access: 'listener',
    query: { ...PAGE, fields: fieldsOf('Decade') },
    answer: { status: 200, schema: pageOf('Decade') },
    async handle(exchange) {
      return wholePage(exchange, await exchange.call('catalog.decades', {}), ({ decade }) => String(decade));
    },
  }),
  route({
    method: 'GET',
    path: '/search',
    operation: 'search',
    tag,
    summary: 'Look for artists, albums and tracks',
    description:
      'Best first: exact names, names that begin so, then all that have the words; with few of these, what may be meant by a typo. Case and diacritics make no difference.',
    access: 'listener',
    query: {
      q: about('What to look for. Nothing finds everything.', searched.query),
      artists: count,
      albums: count,
      tracks: count,
      folder: about('Only in this music folder.', searched.folder),
    },
    answer: { status: 200, schema: one('SearchResult') },
    async handle({ call, query: { q, artists, albums, tracks, folder } }) {
      const page = (limit: number) => ({ limit, offset: 0 });
      const found = await call('catalog.searchDocuments', {
        query: q,
        artists: page(artists),
        albums: page(albums),
        tracks: page(tracks),
        folder,
      });
      const lists = await marked({ call }, found.artists, found.albums, found.tracks);
      const [foundArtists, foundAlbums, foundTracks] = lists.map(arrayOf);
      return {
        kind: 'json',
        json: objectOf({ artists: foundArtists, albums: foundAlbums, tracks: foundTracks }),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/items',
    operation: 'getItems',
    tag,
    summary: 'Artists, albums and tracks by their ids',
    description: 'In the order of the ids; those that are not there are left out.',
    access: 'listener',
    query: {
      ids: about('Separated by commas.', byFewIds.ids),
      fields: fieldsOf('Artist', 'Album', 'Track'),
    },
    answer: { status: 200, schema: pageOf('Artist', 'Album', 'Track') },
    async handle({ call, route: here, parameters, query: { ids, fields } }) {
      const [items] = await marked({ call }, await call('catalog.documents', { ids }));
      const exchange = { call, route: here, parameters, query: { limit: ids.length } };
      return listAnswer(exchange, only(items!, fields), null);
    },
  }),
];
