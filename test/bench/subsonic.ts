import { setTimeout as delay } from 'node:timers/promises';
import { addCredential } from '../support/credentials.ts';
import type { Engine } from '../support/engine.ts';

/** A listener of an engine, as the benches need one. */
export interface Listener {
  /** Path and query of a call. */
  path(method: string, params?: Record<string, string | number>): string;
  /** The answer without its envelope. */
  call<T>(method: string, params?: Record<string, string | number>): Promise<T>;
  /** Resolves when no scan runs any more. */
  scanned(): Promise<void>;
}

/** Signs in as most clients do: with a device credential. */
export async function listen(engine: Engine): Promise<Listener> {
  const { apiKey } = await addCredential(engine, 'bench');
  const path = (method: string, params: Record<string, string | number> = {}) => {
    const query = new URLSearchParams({ v: '1.16.1', c: 'bench', f: 'json', apiKey });
    for (const [name, value] of Object.entries(params)) query.set(name, String(value));
    return `/rest/${method}?${query}`;
  };
  const call = async <T>(method: string, params?: Record<string, string | number>): Promise<T> => {
    const answer = await fetch(engine.url + path(method, params));
    const { 'subsonic-response': body } = (await answer.json()) as {
      'subsonic-response': { status: string };
    };
    if (body.status !== 'ok') throw new Error(`${method}: ${JSON.stringify(body)}`);
    return body as T;
  };
  const scanned = async () => {
    while ((await call<{ scanStatus: { scanning: boolean } }>('getScanStatus')).scanStatus.scanning) {
      await delay(10);
    }
  };
  return { path, call, scanned };
}
