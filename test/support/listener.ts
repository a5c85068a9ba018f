import { setTimeout as delay } from 'node:timers/promises';
import { addCredential } from './credentials.ts';
import type { Engine } from './engine.ts';

export type Params = Record<string, string | number | readonly (string | number)[]>;

/** A listener (`admin`) with a Subsonic client of the simplest kind. */
export interface Listener {
  apiKey: string;
  /** Path and query of a call. */
  path(method: string, params?: Params): string;
  /** The answer without its envelope. @throws for a failed one */
  call<T = unknown>(method: string, params?: Params): Promise<T>;
  /**
   * Resolves to the number of tracks when no scan runs any more and everything is listed.
   * @param atLeast as many tracks there are, for a scan that may not have begun
   */
  scanned(atLeast?: number): Promise<number>;
}

const POLL = 20;

/** Signs in as most clients do, with a device credential; makes one when no key of one is given. */
export async function listen(engine: Engine, apiKey?: string): Promise<Listener> {
  const key = apiKey ?? (await addCredential(engine, 'test')).apiKey;
  const path = (method: string, params: Params = {}) => {
    const query = new URLSearchParams({ v: '1.16.1', c: 'test', f: 'json', apiKey: key });
    for (const [name, value] of Object.entries(params)) {
      for (const each of [value].flat()) query.append(name, String(each));
    }
    return `/rest/${method}?${query}`;
  };
  const call = async <T>(method: string, params?: Params): Promise<T> => {
    const answer = await fetch(engine.url + path(method, params));
    const { 'subsonic-response': body } = (await answer.json()) as {
      'subsonic-response': { status: string };
    };
    if (body.status !== 'ok') throw new Error(`${method}: ${JSON.stringify(body)}`);
    return body as T;
  };
  const isListed = async (position: number) => {
    const wanted = { query: '', artistCount: 0, albumCount: 0, songCount: 1, songOffset: position };
    const { searchResult3 } = await call<{ searchResult3: { song?: unknown[] } }>('search3', wanted);
    return searchResult3.song?.length === 1;
  };
  const scanned = async (atLeast = 1) => {
    for (;;) {
      const { scanStatus } = await call<{ scanStatus: { scanning: boolean; count: number } }>(
        'getScanStatus',
      );
      const { scanning, count } = scanStatus;
      if (!scanning && count >= atLeast && (await isListed(count - 1))) return count;
      await delay(POLL);
    }
  };
  return { apiKey: key, path, call, scanned };
}
