import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerFor } from '../conditions.ts';
import type { Deliveries, Outcome } from '../deliveries.ts';
import type { Cover } from './covers.ts';
import { kindOf } from './render.ts';

/** Seconds that a client may use a picture without asking again. */
const MAX_AGE = 3_600;

/** Answers an HTTP request for a picture: 200 or 304, HEAD too. @throws CantigaError when it cannot be made */
export async function sendCover(
  deliveries: Deliveries,
  req: IncomingMessage,
  res: ServerResponse,
  cover: Cover,
): Promise<Outcome> {
  const { method = 'GET', headers } = req;
  const validators = { etag: cover.etag, 'cache-control': `private, max-age=${MAX_AGE}` };
  const conditions = { 'if-none-match': headers['if-none-match'] };
  // The size matters to ranges only, and pictures have none.
  const { status } = answerFor(method, conditions, { etag: cover.etag, size: 0, mtime: 0 }, 0);
  if (status === 304) return deliveries.small(res, 304, validators);
  const bytes = await cover.bytes();
  const type = kindOf(bytes) ?? 'application/octet-stream';
  const entity = { ...validators, 'content-type': type, 'content-length': bytes.length };
  return deliveries.small(res, 200, entity, method === 'HEAD' ? undefined : bytes);
}
