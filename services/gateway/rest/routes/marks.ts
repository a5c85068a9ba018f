import * as params from '../../../profiles/params.ts';
import { pageOf as cut } from '../cursor.ts';
import { marked, markedById } from '../items.ts';
import { jsonOf } from '../json.ts';
import { listAnswer, only, PAGE, plainPage, startOf } from '../lists.ts';
import type { BookmarkResource, TrackResource } from '../resources.ts';
import { type Answer, type Exchange, NOTHING, route } from '../route.ts';
import { about, type ValuesOf } from '../rules.ts';
import { fieldsOf, one, pageOf } from '../schemas/schemas.ts';

const tag = 'Stars, ratings, bookmarks';
const id = about('Of a track, an album or an artist.', params.byId.id);
const KINDS = {
  kind: about('What kind of items.', params.byKind.kind),
  ...PAGE,
  fields: fieldsOf('Artist', 'Album', 'Track'),
} as const;

export const markRoutes = [
  route({
    method: 'GET',
    path: '/stars',
    operation: 'listStars',
    tag,
    summary: 'What the listener has starred, newest first',
    access: 'listener',
    query: KINDS,
    answer: { status: 200, schema: pageOf('Artist', 'Album', 'Track') },
    async handle(exchange) {
      return itemsOf(exchange, await exchange.call('profiles.starred', { kind: exchange.query.kind }));
    },
  }),
  route({
    method: 'PUT',
    path: '/stars/{id}',
    operation: 'star',
    tag,
    summary: 'Star an item',
    access: 'listener',
    parameters: { id },
    answer: { status: 204 },
    errors: ['NOT_FOUND'],
    async handle({ call, parameters }) {
      await call('profiles.star', { ids: [parameters.id] });
      return NOTHING;
    },
  }),
  route({
    method: 'DELETE',
    path: '/stars/{id}',
    operation: 'unstar',
    tag,
    summary: 'Take a star back',
    access: 'listener',
    parameters: { id },
    answer: { status: 204 },
    async handle({ call, parameters }) {
      await call('profiles.unstar', { ids: [parameters.id] });
      return NOTHING;
    },
  }),
  route({
    method: 'GET',
    path: '/ratings',
    operation: 'listRatings',
    tag,
    summary: 'What the listener has rated, highest first',
    access: 'listener',
    query: KINDS,
    answer: { status: 200, schema: pageOf('Artist', 'Album', 'Track') },
    async handle(exchange) {
      return itemsOf(exchange, await exchange.call('profiles.rated', { kind: exchange.query.kind }));
    },
  }),
  route({
    method: 'PUT',
    path: '/ratings/{id}',
    operation: 'rate',
    tag,
    summary: 'Rate an item',
    access: 'listener',
    parameters: { id },
    body: { rating: { ...params.rated.rating, min: 1 } },
    answer: { status: 204 },
    errors: ['NOT_FOUND'],
    async handle({ call, parameters, body }) {
      await call('profiles.rate', { ...parameters, ...body });
      return NOTHING;
    },
  }),
  route({
    method: 'DELETE',
    path: '/ratings/{id}',
    operation: 'unrate',
    tag,
    summary: 'Take a rating back',
    access: 'listener',
    parameters: { id },
    answer: { status: 204 },
    async handle({ call, parameters }) {
      await call('profiles.rate', { ...parameters, rating: 0 });
      return NOTHING;
    },
  }),
  route({
    method: 'GET',
    path: '/bookmarks',
    operation: 'listBookmarks',
    tag,
    summary: 'Where the listener has left off',
    access: 'listener',
    query: { ...PAGE, fields: fieldsOf('Bookmark') },
    answer: { status: 200, schema: pageOf('Bookmark') },
    async handle(exchange) {
      const all = await exchange.call('profiles.bookmarks', {});
      const { items, next } = cut(all, (bookmark) => bookmark.id, startOf(exchange));
      const ids = items.map((bookmark) => bookmark.id);
      const tracks = await markedById<TrackResource>(
        exchange,
        await exchange.call('catalog.documents', { ids }),
      );
      const bookmarks = items.flatMap(({ id: of, ...bookmark }): BookmarkResource[] => {
        const track = tracks.get(of);
        return track === undefined ? [] : [{ track, ...bookmark }];
      });
      return plainPage(exchange, bookmarks, next);
    },
  }),
  route({
    method: 'PUT',
    path: '/bookmarks/{id}',
    operation: 'setBookmark',
    tag,
    summary: 'Keep a place in a track',
    access: 'listener',
    parameters: { id: about('Of a track.', params.byId.id) },
    body: {
      position: about('Milliseconds.', params.bookmarked.position),
      comment: params.bookmarked.comment,
    },
    answer: { status: 200, schema: one('Bookmark') },
    errors: ['NOT_FOUND'],
    async handle({ call, parameters, body }) {
      const { id: of, ...bookmark } = await call('profiles.setBookmark', { ...parameters, ...body });
      const found = await markedById<TrackResource>({ call }, await call('catalog.documents', { ids: [of] }));
      const answer: BookmarkResource = { track: found.get(of)!, ...bookmark };
      return { kind: 'json', json: jsonOf(answer) };
    },
  }),
  route({
    method: 'DELETE',
    path: '/bookmarks/{id}',
    operation: 'deleteBookmark',
    tag,
    summary: 'Forget the place in a track',
    access: 'listener',
    parameters: { id: about('Of a track.', params.byId.id) },
    answer: { status: 204 },
    async handle({ call, parameters }) {
      await call('profiles.deleteBookmark', parameters);
      return NOTHING;
    },
  }),
];

/** A page of what has been marked; marks of what is no longer there are passed over. */
async function itemsOf(
  exchange: Exchange<unknown, ValuesOf<typeof KINDS>>,
  marks: { id: string }[],
): Promise<Answer> {
  const { items, next } = cut(marks, (mark) => mark.id, startOf(exchange));
  const documents = await exchange.call('catalog.documents', { ids: items.map((mark) => mark.id) });
  const [list] = await marked(exchange, documents);
  return listAnswer(exchange, only(list!, exchange.query.fields), next);
}
