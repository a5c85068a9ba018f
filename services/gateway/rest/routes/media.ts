import { byId } from '../../../catalog/params.ts';
import { receiverOf } from '../../media-room.ts';
import { type Exchange, route, SENT, signedIn } from '../route.ts';
import { about } from '../rules.ts';

const tag = 'Media';
const AUDIO = ['audio/*', 'video/*', 'application/octet-stream'];
const PICTURES = ['image/*'];

/** About as many pixels as any screen has. */
const LARGEST_COVER = 100_000;

const common = {
  method: 'GET',
  tag,
  access: 'listener',
  // Players ask for them all the time, and they cost little.
  free: true,
  ranged: true,
  cached: true,
  parameters: { id: byId.id },
} as const;

export const mediaRoutes = [
  route({
    ...common,
    path: '/tracks/{id}/stream',
    operation: 'streamTrack',
    summary: 'The music, to be played',
    headers: { Range: 'The bytes that are wanted.', 'If-Range': 'Only if it is still this ETag.' },
    query: {
      session: about('The listening session that it is for.', {
        ...{ type: 'string', min: 1, max: 64, optional: true },
      } as const),
    },
    answer: { status: 200, types: AUDIO },
    errors: ['NOT_FOUND', 'FILE_CHANGED', 'RANGE_NOT_SATISFIABLE'],
    handle: (exchange) => deliver(exchange, false, exchange.query.session),
  }),
  route({
    ...common,
    path: '/tracks/{id}/file',
    operation: 'downloadTrack',
    summary: 'The original file, to be kept under its name',
    answer: { status: 200, types: AUDIO },
    errors: ['NOT_FOUND', 'FILE_CHANGED', 'RANGE_NOT_SATISFIABLE'],
    handle: (exchange) => deliver(exchange, true),
  }),
  route({
    ...common,
    path: '/covers/{id}',
    operation: 'getCover',
    summary: 'The cover of a track, an album, an artist or a playlist',
    description: 'Where there is no picture, one is drawn.',
    ranged: false,
    query: {
      size: about('Edge in pixels, about. Without it, as large as it is.', {
        type: 'number',
        integer: true,
        min: 1,
        max: LARGEST_COVER,
        optional: true,
      }),
    },
    answer: { status: 200, types: PICTURES },
    errors: ['NOT_FOUND'],
    async handle(exchange) {
      const { engine, request, response, parameters, query } = exchange;
      const { token } = signedIn(exchange);
      await engine.media().cover(request, response, { ...parameters, ...query, token });
      return SENT;
    },
  }),
];

async function deliver(exchange: Exchange<{ id: string }>, download: boolean, session?: string) {
  const { engine, request, response, parameters } = exchange;
  const { token, user } = signedIn(exchange);
  const receiver = receiverOf(user, request.headers['user-agent'], session);
  await engine.media().deliver(request, response, { track: parameters.id, download, token, receiver });
  return SENT;
}
