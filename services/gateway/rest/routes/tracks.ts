import { CantigaError } from '../../../../errors.ts';
import type { Entries } from '../../../actions.ts';
import { byId, trackPage } from '../../../catalog/params.ts';
import { known, marked } from '../items.ts';
import { jsonOf } from '../json.ts';
import { catalogPage, PAGE, startOf } from '../lists.ts';
import { type Exchange, route } from '../route.ts';
import { about } from '../rules.ts';
import { list } from '../schemas/object.ts';
import { fieldsOf, one, pageOf } from '../schemas/schemas.ts';
import { FILTERS } from './albums.ts';

const tag = 'Tracks';

export const trackRoutes = [
  route({
    method: 'GET',
    path: '/tracks',
    operation: 'listTracks',
    tag,
    summary: 'Tracks in some order',
    description: 'A random list is one page: it has no `next`.',
    access: 'listener',
    query: {
      order: about('`added`: newest first.', { ...trackPage.order, default: 'title' }),
      ...FILTERS,
      ...PAGE,
      fields: fieldsOf('Track'),
    },
    answer: { status: 200, schema: pageOf('Track') },
    async handle(exchange) {
      const { cursor: _, fields: __, ...list } = exchange.query;
      const page = { ...list, ...startOf(exchange) };
      return catalogPage(exchange, await exchange.call('catalog.listTrackDocuments', page));
    },
  }),
  route({
    method: 'GET',
    path: '/tracks/{id}',
    operation: 'getTrack',
    tag,
    summary: 'A track, also one that has vanished',
    access: 'listener',
    parameters: { id: byId.id },
    answer: { status: 200, schema: one('Track') },
    errors: ['NOT_FOUND'],
    async handle({ call, parameters: { id } }) {
      const [track] = await marked({ call }, await found({ call }, id));
      return { kind: 'json', json: track! };
    },
  }),
  route({
    method: 'GET',
    path: '/tracks/{id}/lyrics',
    operation: 'getLyrics',
    tag,
    summary: 'Its lyrics, in the languages that there are',
    access: 'listener',
    parameters: { id: byId.id },
    answer: { status: 200, schema: list(one('Lyrics')) },
    errors: ['NOT_FOUND'],
    async handle({ call, parameters }) {
      return { kind: 'json', json: jsonOf(await call('catalog.lyrics', parameters)) };
    },
  }),
];

async function found({ call }: Pick<Exchange, 'call'>, id: string): Promise<Entries> {
  if (!id.startsWith('tr-')) throw new CantigaError('NOT_FOUND', 'There is no such track.');
  return known(await call('catalog.documents', { ids: [id] }), 'track');
}
