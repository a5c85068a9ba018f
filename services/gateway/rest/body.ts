import { isUtf8 } from 'node:buffer';
import { CantigaError } from '../../../errors.ts';
import type { Request } from '../http.ts';
import type { Route } from './route.ts';

/** Bytes, where a route does not say otherwise. */
const LARGEST = 64 * 1024;
const JSON_TYPES = ['application/json'];

/** A body that is a file. `charset` is what its Content-Type says. */
export interface FileBody {
  file: Buffer;
  charset?: string;
}

/**
 * The body of a request, as its route expects it: the members of a JSON object, or a {@link FileBody}.
 * @throws {CantigaError} WRONG_TYPE, TOO_LARGE, BAD_PARAMETER
 */
export async function bodyOf(
  request: Request,
  { body, object, file, largest = LARGEST }: Pick<Route, 'body' | 'object' | 'file' | 'largest'>,
): Promise<Record<string, unknown>> {
  if (body === undefined && object === undefined && file === undefined) return {};
  const bytes = await read(request, largest);
  if (body !== undefined && bytes.length === 0 && Object.values(body).every((rule) => rule.optional)) {
    return {};
  }
  const types = file ?? JSON_TYPES;
  const { type, charset } = typeOf(request.headers['content-type'] ?? '');
  if (!types.includes(type)) {
    throw new CantigaError('WRONG_TYPE', `The body must be of type ${types.join(' or ')}.`);
  }
  if (file !== undefined) return { file: bytes, ...(charset !== undefined && { charset }) };
  if (!isUtf8(bytes)) throw new CantigaError('BAD_PARAMETER', 'The body is not UTF-8.');
  return objectIn(bytes);
}

/** Media type and charset of a Content-Type (RFC 9110, 8.3). */
function typeOf(header: string): { type: string; charset?: string } {
  const charset = /;\s*charset=(?:"([^"]*)"|([^\s;]*))/i.exec(header);
  return {
    type: header.split(';', 1)[0]!.trim().toLowerCase(),
    ...(charset && { charset: charset[1] ?? charset[2] }),
  };
}

function objectIn(bytes: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    throw new CantigaError('BAD_PARAMETER', 'The body is no JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CantigaError('BAD_PARAMETER', 'The body must be a JSON object.');
  }
  return value as Record<string, unknown>;
}

async function read(request: Request, largest: number): Promise<Buffer> {
  const { 'content-length': length, 'content-encoding': encoding } = request.headers;
  // No client compresses what it sends, and what is compressed may be of any size.
  if (encoding !== undefined && encoding !== 'identity') {
    throw new CantigaError('WRONG_TYPE', 'The body must not be compressed.');
  }
  if (Number(length ?? 0) > largest) throw tooLarge(largest);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest) throw tooLarge(largest);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(largest: number): CantigaError {
  return new CantigaError('TOO_LARGE', `The body must not be larger than ${largest} bytes.`);
}
