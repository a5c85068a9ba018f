import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream';

/** What is there under a folder of its own: everything else belongs to the player. */
const OTHERS = /^\/(api|rest|health)(\/|$)/;
const FILE = /^(?:\/[\w-][\w.-]*)+$/;
/** Names there have a hash of their content in them: what they stand for never changes. */
const HASHED = /^\/assets\//;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

interface Found {
  path: string;
  stats: Stats;
  encoding?: string;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Serves the player that is built in `folder`: its files, and its page for every address that is one of its views.
 * Requests for anything else go to `next`. Files are looked for at each request, so that a new build is there at once.
 */
export function playerPages(folder: string, next: Handler): Handler {
  return (request, response) => {
    const path = pathOf(request);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || path === undefined || OTHERS.test(path)) {
      next(request, response);
      return;
    }
    serve(folder, path, request, response).then(
      (served) => {
        if (!served) next(request, response);
      },
      () => response.destroy(),
    );
  };
}

async function serve(folder: string, path: string, request: IncomingMessage, response: ServerResponse) {
  const isFile = TYPES[extname(path)] !== undefined;
  if (isFile) {
    const found = FILE.test(path) ? await find(folder, path, request) : undefined;
    if (found) send(found, path, request, response);
    return found !== undefined;
  }
  const page = await find(folder, '/index.html', request);
  if (page) send(page, '/index.html', request, response);
  else sendNotBuilt(request, response);
  return true;
}

async function find(folder: string, path: string, request: IncomingMessage): Promise<Found | undefined> {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  for (const [encoding, ending] of ENCODINGS) {
    if (!new RegExp(`\\b${encoding}\\b(?!;\\s*q=0(?![.\\d]))`).test(accepted)) continue;
    const compressed = join(folder, `${path}${ending}`);
    const stats = await fileStats(compressed);
    if (stats) return { path: compressed, stats, encoding };
  }
  const plain = join(folder, path);
  const stats = await fileStats(plain);
  return stats && { path: plain, stats };
}

async function fileStats(path: string): Promise<Stats | undefined> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFile() ? stats : undefined;
}

function send(
  { path, stats, encoding }: Found,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const etag = `"${Math.round(stats.mtimeMs).toString(36)}-${stats.size.toString(36)}"`;
  const headers = {
    ETag: etag,
    Vary: 'Accept-Encoding',
    'Cache-Control': HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  if (request.headers['if-none-match']?.split(/,\s*/).includes(etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, {
    ...headers,
    'Content-Type': TYPES[extname(name)],
    'Content-Length': stats.size,
    ...(encoding && { 'Content-Encoding': encoding }),
  });
  if (request.method === 'HEAD') response.end();
  else pipeline(createReadStream(path), response, () => {});
}

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1.5rem}code{font-size:.9em}';
const NOT_BUILT = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="refresh" content="2">
    <title>Cantiga</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <h1>The player is not built yet</h1>
      <p><code>npm start</code> builds it, which takes some seconds: this page goes on by itself. Where the engine is started in another way, run <code>npm run build</code> once.</p>
      <p>Subsonic apps and the REST API work meanwhile.</p>
    </main>
  </body>
</html>
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

function sendNotBuilt(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, {
    'Content-Type': TYPES['.html'],
    'Content-Length': Buffer.byteLength(NOT_BUILT),
    'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'`,
    'Cache-Control': 'no-store',
    'Retry-After': '2',
  });
  response.end(request.method === 'HEAD' ? undefined : NOT_BUILT);
}

/** Without the query; undefined for what is no address of this server. */
function pathOf({ url = '' }: IncomingMessage): string | undefined {
  const path = url.split(/[?#]/, 1)[0]!;
  return path.startsWith('/') && !path.startsWith('//') ? path : undefined;
}
