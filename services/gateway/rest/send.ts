import { hash } from 'node:crypto';
import type { Request, Response } from '../http.ts';
import type { Json } from './json.ts';

/** Ends a request with JSON. What was asked for with GET can be asked for again with its ETag. */
export function sendAnswer(
  request: Request,
  response: Response,
  { status, json, location }: { status: number; json: Json; location?: string },
): void {
  const body = Buffer.concat([...json]);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const etag = `W/"${hash('sha1', body, 'base64url')}"`;
  const headers = {
    'Cache-Control': isRead ? 'private, no-cache' : 'no-store',
    ...(isRead && { ETag: etag }),
    ...(location !== undefined && { Location: location }),
  };
  if (isRead && isAtHand(request.headers['if-none-match'], etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const entity = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length };
  response.writeHead(status, { ...headers, ...entity });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Whether a client that sends `If-None-Match` has it already: the weak comparison of RFC 9110, 8.8.3.2. */
export function isAtHand(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const opaque = (tag: string) => tag.replace(/^W\//, '');
  const tags: string[] = header.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return header.trim() === '*' || tags.some((tag) => opaque(tag) === opaque(etag));
}
