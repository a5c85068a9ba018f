import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CantigaError } from '../../../../errors.ts';
import type { Request, Response } from '../../http.ts';
import { openapi } from '../openapi.ts';
import { isAtHand } from '../send.ts';
import { ROUTES } from '../table.ts';

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

const own = (name: string) => join(import.meta.dirname, name);
const theirs = (name: string) => createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`);

/** What the page at `/api/docs` is made of. */
const FILES: Readonly<Record<string, { type: string; path: () => string }>> = {
  '': { type: HTML, path: () => own('index.html') },
  'page.css': { type: STYLE, path: () => own('page.css') },
  'start.js': { type: SCRIPT, path: () => own('start.js') },
  'swagger-ui.css': { type: STYLE, path: () => theirs('swagger-ui.css') },
  'swagger-ui-bundle.js': { type: SCRIPT, path: () => theirs('swagger-ui-bundle.js') },
};

/** Sends a file of the readable documentation. @throws {CantigaError} NOT_FOUND */
export async function sendPage(request: Request, response: Response, name: string): Promise<void> {
  const file = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
  if (file === undefined) throw new CantigaError('NOT_FOUND', 'There is nothing here.');
  send(request, response, file.type, await readFile(file.path()));
}

/** Sends the OpenAPI description. */
export function sendOpenapi(request: Request, response: Response, version: string): void {
  send(
    request,
    response,
    'application/json; charset=utf-8',
    Buffer.from(JSON.stringify(openapi(ROUTES, version))),
  );
}

function send(request: Request, response: Response, type: string, bytes: Buffer): void {
  const headers = { ETag: `"${hash('sha1', bytes, 'base64url')}"`, 'Cache-Control': 'no-cache' };
  if (isAtHand(request.headers['if-none-match'], headers.ETag)) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, { ...headers, 'Content-Type': type, 'Content-Length': bytes.length });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}
