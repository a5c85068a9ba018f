import { isUtf8 } from 'node:buffer';
import { CantigaError } from '../../../errors.ts';
import type { Request } from '../http.ts';
import type { Route } from './route.ts';

/** Bytes, where a route does not say otherwise. */
const LARGEST = 64 * 1024;
const JSON_TYPES = ['application/json'];

/**
 * The body of a request, as its route expects it: the members of a JSON object, or text in `text`.
 * @throws {CantigaError} WRONG_TYPE, TOO_LARGE, BAD_PARAMETER
 */
export async function bodyOf(
  request: Request,
  { body, text, largest = LARGEST }: Pick<Route, 'body' | 'text' | 'largest'>,
): Promise<Record<string, unknown>> {
  if (body === undefined && text === undefined) return {};
  const bytes = await read(request, largest);
  if (body !== undefined && bytes.length === 0 && Object.values(body).every((rule) => rule.optional)) {
    return {};
  }
  const types = text ?? JSON_TYPES;
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (!types.includes(type)) {
    throw new CantigaError('WRONG_TYPE', `The body must be of type ${types.join(' or ')}.`);
  }
  if (!isUtf8(bytes)) throw new CantigaError('BAD_PARAMETER', 'The body is not UTF-8.');
  return text === undefined ? objectIn(bytes) : { text: bytes.toString() };
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
