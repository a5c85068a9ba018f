import { expiryOf } from '../../../auth/tokens.ts';
import { seenWith } from '../events/state.ts';
import { stream } from '../events/stream.ts';
import { placeOf } from '../playback.ts';
import { route, SENT, signedIn } from '../route.ts';

export const eventRoutes = [
  route({
    method: 'GET',
    path: '/events',
    operation: 'getEvents',
    tag: 'Events',
    summary: 'What happens, as it happens',
    description:
      'Server-sent events: `scan`, with what GET /scan answers, and `library`, with the position of the catalog ({"position": 7}), and `queue`, with where your queue is (as GET /playback/queue, without `tracks`: whoever sees another `edition` reads them), each time they change, and all of them at the beginning. `Last-Event-ID` leaves out what was seen already. The stream ends with the token.',
    access: 'listener',
    headers: { 'Last-Event-ID': 'The id of the last event that was seen.' },
    answer: { status: 200, types: ['text/event-stream'], about: 'Events, until the token ends.' },
    async handle(exchange) {
      const { request, response, engine, call } = exchange;
      const { token, user } = signedIn(exchange);
      if (request.method === 'HEAD') {
        response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' }).end();
        return SENT;
      }
      const seen = seenWith(request.headers['last-event-id']?.toString());
      const look = async () => placeOf(await call('playback.queue', {}));
      const hubs = { hub: engine.events, queues: engine.queues };
      stream(hubs, response, { user: user.id, seen, ends: expiryOf(token), look });
      return SENT;
    },
  }),
];
