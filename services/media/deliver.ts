import type { IncomingMessage, ServerResponse } from 'node:http';
import { CantigaError, toPublicError } from '../../errors.ts';
import type { FileInfo } from '../actions.ts';
import type { Track } from '../catalog/model.ts';
import type { DeliveryEnd } from '../playback/session/events.ts';
import { answerFor } from './conditions.ts';
import type { Deliveries, Outcome } from './deliveries.ts';
import { attachmentOf, entityTag, headersOf } from './headers.ts';
import type { Delivered } from './reports.ts';
import type { Source } from './source.ts';

export interface Request {
  track: Track;
  file: FileInfo;
  /** As a file to keep, under its name. */
  download: boolean;
  /** Is told of what is delivered; what it answers, of how that ended. */
  report?: ((delivered: Delivered, bytes: () => number) => (end: DeliveryEnd) => void) | undefined;
}

/**
 * Answers an HTTP request for an original file: 200, 206, 304, 412 or 416, HEAD too.
 * @param open opens the file; not called when no byte of it is needed
 * @returns what was delivered, when the answer has ended
 * @throws CantigaError when nothing can be served; nothing has been written then, no header set
 */
export async function deliver(
  deliveries: Deliveries,
  req: IncomingMessage,
  res: ServerResponse,
  { track, file, download, report }: Request,
  open: () => Promise<Source>,
): Promise<Outcome> {
  const method = req.method ?? 'GET';
  const representation = { size: file.size, etag: entityTag(file.etag), mtime: file.mtime };
  const answer = answerFor(method, req.headers, representation, Date.now());
  const headers = headersOf(answer, file, download ? attachmentOf(track, file.suffix) : undefined);
  const { first, end } =
    answer.status === 206
      ? { first: answer.first, end: answer.last + 1 }
      : { first: 0, end: answer.status === 200 && method !== 'HEAD' ? file.size : 0 };
  if (first === end) return deliveries.small(res, answer.status, headers);
  const source = await open().catch((error: unknown) => {
    throw toPublicError(error);
  });
  if (source.size !== file.size) {
    source.release();
    throw new CantigaError('FILE_CHANGED', 'The file has changed since it was last looked at.');
  }
  const rate = file.size / track.format.duration;
  let ended: ((end: DeliveryEnd) => void) | undefined;
  const watch = (bytes: () => number) => {
    ended = report?.({ track: track.id, file: file.etag, size: file.size, first }, bytes);
  };
  const begin = () => res.writeHead(answer.status, headers);
  const failed = (error: unknown) => {
    ended?.('failed');
    throw error;
  };
  const outcome = await deliveries.start(res, source, { first, end }, rate, begin, watch).catch(failed);
  ended?.(outcome.reason === 'completed' ? 'complete' : outcome.reason);
  return outcome;
}
