import { hash } from 'node:crypto';
import type { Request, Response } from '../http.ts';

interface Entity {
  type: string;
  bytes: Buffer;
  /** Where what was made is. */
  location?: string | undefined;
  /** Content-Disposition. */
  attachment?: string;
}

/** Ends a request with a body. What was asked for with GET can be asked for again with its ETag. */
export function sendAnswer(
  request: Request,
  response: Response,
  status: number,
  { type, bytes, location, attachment }: Entity,
): void {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const etag = `W/"${hash('sha1', bytes, 'base64url')}"`;
  const headers = {
    'Cache-Control': isRead ? 'private, no-cache' : 'no-store',
    ...(isRead && { ETag: etag }),
    ...(location !== undefined && { Location: location }),
  };
  if (isRead && isAtHand(request.headers['if-none-match'], etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const entity = {
    ...{ 'Content-Type': type, 'Content-Length': bytes.length },
    ...(attachment !== undefined && { 'Content-Disposition': attachment }),
  };
  response.writeHead(status, { ...headers, ...entity });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

/** Whether a client that sends `If-None-Match` has it already: the weak comparison of RFC 9110, 8.8.3.2. */
export function isAtHand(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const opaque = (tag: string) => tag.replace(/^W\//, '');
  const tags: string[] = header.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return header.trim() === '*' || tags.some((tag) => opaque(tag) === opaque(etag));
}
