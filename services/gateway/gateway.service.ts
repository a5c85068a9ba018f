import { readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { Context, Service, ServiceSchema, ServiceSettingSchema } from 'moleculer';
import ApiGateway from 'moleculer-web';
import { CantigaError, StartupError, toPublicError } from '../../errors.ts';
import { callAsService } from '../../mixins/caller.ts';
import { verifyPrincipal } from '../auth/tokens.ts';
import type { Call } from './call.ts';
import { clientAddress } from './client-address.ts';
import { type Request, type Response, sendJson, sendProblem } from './http.ts';
import { close, createHttpServer, listen } from './http-server.ts';
import type { MediaRoom } from './media-room.ts';
import { playerPages } from './player-pages.ts';
import { EventHub } from './rest/events/hub.ts';
import { QueueWatch } from './rest/events/queues.ts';
import { createRest } from './rest/handler.ts';
import { ROUTES } from './rest/table.ts';
import { HEALTH, routesOf } from './routes.ts';
import { securityHeaders } from './security-headers.ts';
import { subsonicRoute } from './subsonic-route.ts';

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  version: string;
};
/** Where `npm run build` puts the player. */
const PLAYER = join(import.meta.dirname, '../../web/dist');

interface Gateway extends Service {
  server: Server;
  hub: EventHub;
  queues: QueueWatch;
  refuse(request: Request, response: Response, error: unknown): void;
  express(): RequestListener;
  addRoute(route: object): void;
}

/** The HTTP edge. It translates and holds no rules; bytes come from the media room on the same node. */
const gateway: ServiceSchema<ServiceSettingSchema & Record<string, unknown>, Gateway> = {
  name: 'gateway',
  mixins: [ApiGateway as Partial<ServiceSchema>],
  settings: {
    $secureSettings: ['routes'],
    // The server is ours: moleculer-web's has no limits on slow clients, and stops only when all have left.
    server: false,
    routes: [HEALTH],
    logRequest: null,
    logRequestParams: null,
    logResponse: null,
    logRouteRegistration: null,
  },
  actions: {
    rest: { permissions: ['public'], visibility: 'private', timeout: 0 },
    listAliases: false,
    addRoute: false,
    removeRoute: false,
  },
  events: {
    'library.changed'(this: Gateway) {
      this.hub.hint();
    },
    'catalog.committed'(this: Gateway) {
      this.hub.hint();
    },
    'playback.queue'(this: Gateway, { params }: Context<{ user: string }>) {
      this.queues.hint(params.user);
    },
  },
  methods: {
    /** Queries are parsed by the routes that know what they expect. */
    parseQueryString: (request: Request) => ({ url: request.url!.split('?', 1)[0], query: {} }),
    errorHandler(this: Gateway, request: Request, response: Response, error: unknown) {
      this.refuse(request, response, error);
    },
    /** Begins to listen, when the other rooms are ready; the address, for people. */
    async open(this: Gateway): Promise<string> {
      const { host, port } = this.broker.config;
      const taken = await listen(this.server, host, port);
      const name = { '0.0.0.0': 'localhost', '::': 'localhost' }[host] ?? (isIPv6(host) ? `[${host}]` : host);
      return `http://${name}:${taken}`;
    },
    send404(this: Gateway, _request: Request, response: Response) {
      sendJson(response, 404, {
        type: 'urn:cantiga:not-found',
        title: 'There is nothing here.',
        status: 404,
      });
    },
  },
  created(this: Gateway) {
    const config = this.broker.config;
    const call: Call = (name, params, meta = {}) => this.broker.call(name, params as object, { meta });
    const addressOf = clientAddress(config.trustedProxies);
    const logFault = (error: unknown, what: string) => this.logger.error(`'${what}' failed.`, error);
    const media = () => this.broker.getLocalService('media') as unknown as MediaRoom;
    const verify = (token: string) => verifyPrincipal(config.secret, token);
    const subsonic = subsonicRoute({ call, media, addressOf, version, verify, logFault });
    this.refuse = (request: Request, response: Response, error: unknown) => {
      const shown = fromHttp(error);
      if (request.originalUrl?.startsWith('/rest/'))
        return subsonic.refuse(request, response, shown ?? error);
      const problem = shown ?? toPublicError(error);
      if (problem.type === 'INTERNAL') logFault(error, request.url!.split('?', 1)[0]!);
      if (response.headersSent) response.destroy();
      else sendProblem(response, problem);
    };
    this.hub = new EventHub(async () => {
      const scan = await callAsService(this, 'library.status', {});
      const { position } = await callAsService(this, 'catalog.stats', {});
      return { scan, library: { position } };
    });
    this.queues = new QueueWatch();
    const { hub: events, queues } = this;
    const engine = { version, media, events, queues, started: new Date().toISOString() };
    const rest = createRest({
      ...{ routes: ROUTES, engine, call, verify, addressOf },
      rateLimit: config.rateLimit,
    });
    for (const route of routesOf(config, { subsonic, rest, version })) this.addRoute(route);
    const handle = playerPages(PLAYER, this.express());
    this.server = createHttpServer((request, response) => {
      checkRequestId(request);
      securityHeaders(request, response, () => handle(request, response));
    });
  },
  started(this: Gateway) {
    if (this.broker.getLocalService('media') === undefined) {
      throw new StartupError('A node that runs the gateway runs the media service too.');
    }
  },
  async stopped(this: Gateway) {
    if (this.server.listening) await close(this.server);
  },
};

/** What moleculer-web and its body parser refuse by an HTTP status of their own; undefined for all other errors. */
function fromHttp(error: unknown): CantigaError | undefined {
  const { type, code } = error as { type?: string; code?: unknown };
  if (type === 'ORIGIN_NOT_ALLOWED')
    return new CantigaError('FORBIDDEN', 'This origin is not among CANTIGA_ORIGINS.');
  if (type === 'entity.too.large') return new CantigaError('TOO_LARGE', 'The body is too large.');
  if (toPublicError(error).type !== 'INTERNAL') return undefined;
  return typeof code === 'number' && code >= 400 && code < 500
    ? new CantigaError('BAD_PARAMETER', 'The request could not be read.')
    : undefined;
}

/** Only an id that is safe to log and to send back is taken from a client. */
function checkRequestId(request: IncomingMessage): void {
  for (const name of ['x-request-id', 'x-correlation-id']) {
    if (!/^[\w-]{1,64}$/.test(String(request.headers[name] ?? ''))) delete request.headers[name];
  }
}

export default gateway;
