import { notReached, reached } from './connection.ts';
import { Refused, refusalIn, Unreachable } from './problem.ts';
import { renew, session, sessionIsGood } from './session.ts';

export const BASE = '/api/v1';
/** Milliseconds after which a server that says nothing is taken to be gone. */
const LONGEST = 30_000;

export type Query = Record<string, string | number | boolean | undefined>;

interface RequestOptions {
  /** Text and files go as they are, everything else as JSON. */
  body?: unknown;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/** `path` under the API with the parameters that have a value. */
export function withQuery(path: string, query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** @throws {Refused} {Unreachable} */
export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return request<T>('GET', path, signal ? { signal } : {});
}

/**
 * One request of the REST API. A session that has ended is renewed once, unseen.
 * @param path under `/api/v1`
 * @returns the JSON of the answer; undefined when it has none
 * @throws {Refused} with what the server refused it, {Unreachable}, or the reason of `options.signal`
 */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const asked = Date.now();
  const response = await send(method, path, options);
  if (response.ok) return read<T>(response);
  const refusal = await refusalIn(response);
  if (!(refusal instanceof Refused && refusal.status === 401)) throw refusal;
  if (!(await renew(asked))) throw refusal;
  const again = await send(method, path, options);
  if (again.ok) return read<T>(again);
  throw await refusalIn(again);
}

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const { body, signal, headers } = options;
  const limits = [AbortSignal.timeout(LONGEST), ...(signal ? [signal] : [])];
  const isReady = typeof body === 'string' || body instanceof Blob;
  try {
    const response = await fetch(`${BASE}${path}`, {
      method,
      headers: {
        'X-Cantiga': '1',
        ...(body !== undefined && !isReady && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isReady ? body : JSON.stringify(body) }),
      signal: AbortSignal.any(limits),
    });
    reached();
    return response;
  } catch (error) {
    if (signal?.aborted) throw error;
    notReached();
    throw new Unreachable();
  }
}

async function read<T>(response: Response): Promise<T> {
  if (session.peek() !== 'in') sessionIsGood();
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch {
    // The connection broke in the middle of the answer, or it came from something else than Cantiga.
    throw new Unreachable();
  }
}
