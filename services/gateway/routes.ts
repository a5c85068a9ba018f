import type { Config } from '../../config.ts';
import { type Request, type Response, sendJson } from './http.ts';
import { BASE } from './rest/base.ts';
import type { createRest } from './rest/handler.ts';
import type { subsonicRoute } from './subsonic-route.ts';

const LARGEST_FORM = '2mb';

/** With no route at all, moleculer-web would publish every action at '/'. */
export const HEALTH = {
  path: '/health',
  mappingPolicy: 'restrict',
  whitelist: [],
  bodyParsers: false,
  aliases: { 'GET /': (_: Request, response: Response) => sendJson(response, 200, { status: 'ok' }) },
};

interface Parts {
  subsonic: ReturnType<typeof subsonicRoute>;
  rest: ReturnType<typeof createRest>;
  version: string;
}

/** All routes of the gateway but {@link HEALTH}. */
export function routesOf(config: Config, { subsonic, rest, version }: Parts): object[] {
  const cors = {
    origin: (origin: string) => config.origins.includes(origin),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    // Not X-Cantiga, which tells the pages of this server from others.
    allowedHeaders: [
      ...['authorization', 'content-type', 'range', 'if-range', 'if-none-match'],
      ...['idempotency-key', 'last-event-id'],
    ],
    exposedHeaders: [
      ...['accept-ranges', 'content-length', 'content-range', 'etag', 'location', 'retry-after'],
      ...['ratelimit', 'ratelimit-policy'],
    ],
    maxAge: 600,
  };
  const common = { mappingPolicy: 'restrict', whitelist: [], ...(config.origins.length > 0 ? { cors } : {}) };
  // No client compresses what it sends, and what is compressed may be of any size.
  const form = {
    text: { type: 'application/x-www-form-urlencoded', limit: LARGEST_FORM, inflate: false },
  };
  return [
    {
      ...common,
      path: '/rest',
      bodyParsers: form,
      aliases: Object.fromEntries(
        ['GET', 'HEAD', 'POST'].map((method) => [`${method} /:endpoint`, subsonic.handle]),
      ),
    },
    // Bodies are read by the routes that know what they expect, and not before it is known who sends them.
    { ...common, path: BASE, bodyParsers: false, aliases: { '* /*path': answering(rest) } },
    { ...common, path: '/api', bodyParsers: false, aliases: docs(version) },
  ];
}

/** The documentation of the REST API. It is loaded when somebody reads it. */
function docs(version: string): Record<string, unknown> {
  const pages = () => import('./rest/docs/pages.ts');
  const page = answering(async (request, response) =>
    (await pages()).sendPage(request, response, request.$params.name ?? ''),
  );
  const openapi = answering(async (request, response) =>
    (await pages()).sendOpenapi(request, response, version),
  );
  const paths = { '/openapi.json': openapi, '/docs': page, '/docs/:name': page };
  return Object.fromEntries(
    Object.entries(paths).flatMap(([path, handle]) => [
      [`GET ${path}`, handle],
      [`HEAD ${path}`, handle],
    ]),
  );
}

/** An alias whose failure goes to the error handler; moleculer-web itself takes no promises. */
function answering(work: (request: Request, response: Response) => Promise<void>) {
  return (request: Request, response: Response, next: (error: unknown) => void) => {
    work(request, response).catch(next);
  };
}
