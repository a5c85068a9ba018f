import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CantigaError } from '../../errors.ts';

/** A request as moleculer-web hands it to an alias. */
export type Request = IncomingMessage & {
  /** Path and query as they were sent; `url` is relative to the route. */
  originalUrl: string;
  /** Path parameters of the alias. */
  $params: Record<string, string>;
  body?: unknown;
};

export type Response = ServerResponse;

/** Ends a request with a JSON body. */
export function sendJson(
  response: Response,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': bytes.length,
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(bytes);
}

/** What of the data of an error its problem tells, where it tells any. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  TRACKS_NOT_FOUND: ['encoding', 'notFound', 'missing'],
  QUEUE_CHANGED: ['queue'],
};

/** Ends a request with problem details (RFC 9457). */
export function sendProblem(response: Response, error: CantigaError): void {
  const data = (error.data ?? {}) as Record<string, unknown> & { retryAfter?: number };
  const { retryAfter } = data;
  const body = {
    ...Object.fromEntries((TOLD[error.type] ?? []).map((name) => [name, data[name]])),
    type: `urn:cantiga:${error.type.toLowerCase().replaceAll('_', '-')}`,
    title: error.message,
    status: error.code,
  };
  sendJson(response, error.code, body, {
    'Content-Type': 'application/problem+json; charset=utf-8',
    ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
  });
}
