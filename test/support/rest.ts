import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { ServiceBroker, ServiceSchema } from 'moleculer';
import { createBroker } from '../../broker.ts';
import { type Config, parseConfig } from '../../config.ts';
import auth from '../../services/auth/auth.service.ts';
import { signPrincipal } from '../../services/auth/tokens.ts';
import catalog from '../../services/catalog/catalog.service.ts';
import gateway from '../../services/gateway/gateway.service.ts';
import library from '../../services/library/library.service.ts';
import media from '../../services/media/media.service.ts';
import playback from '../../services/playback/playback.service.ts';
import playlists from '../../services/playlists/playlists.service.ts';
import profiles from '../../services/profiles/profiles.service.ts';
import { documented } from './documented.ts';
import { uniqueNamespace } from './namespace.ts';
import { eventually } from './rooms.ts';
import { writeMp3 } from './tiny-mp3.ts';

export const PASSWORD = 'correct horse battery';
const ROOMS = [auth, library, catalog, profiles, playlists, playback, media, gateway];

export type Role = 'admin' | 'ana' | 'ben';

export interface Asked {
  /** By an access token; without it, nobody asks. */
  as?: Role;
  /** Sent as JSON, or as it is when it is text or bytes. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answered<T> {
  status: number;
  headers: Headers;
  text: string;
  /** Of JSON. */
  body: T;
}

/** The engine in this process, with some music, an administrator (`admin`) and two listeners. */
export interface Served {
  url: string;
  broker: ServiceBroker;
  /** A token, good for so many seconds. */
  token(role: Role, seconds?: number): string;
  /** Asks `/api/v1`; fails when the answer is not as the OpenAPI description has it, or tells a path of the disk. */
  ask<T>(method: string, path: string, asked?: Asked): Promise<Answered<T>>;
  /** Stops the engine and starts it anew on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it. @param config what differs */
export async function serve(config: Partial<Config> = {}): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'cantiga-rest-'));
  const music = join(folder, 'secret-place', 'music');
  writeMusic(music);
  const complete = {
    ...parseConfig({}),
    ...{ data: join(folder, 'data'), music: [music], namespace: uniqueNamespace(), watch: false },
    ...{ port: 0, host: '127.0.0.1', adminPassword: PASSWORD, logLevel: 'fatal', rateLimit: 1_000_000 },
    ...config,
  } as Config;
  const ids: Partial<Record<Role, string>> = {};

  const start = async () => {
    served.broker = createBroker(complete, 'engine');
    for (const room of ROOMS) served.broker.createService(room as ServiceSchema);
    await served.broker.start();
    const room = served.broker.getLocalService('gateway') as unknown as { open(): Promise<string> };
    served.url = await room.open();
  };
  const call = (name: string, params: object) =>
    served.broker.call<{ id: string; tracks: number; scanning: boolean }, object>(name, params, {
      meta: { token: signPrincipal(served.broker.config.secret, ADMIN, 60) },
    });
  const served: Served = {
    url: '',
    broker: undefined as unknown as ServiceBroker,
    token: (role, seconds = 600) =>
      signPrincipal(
        served.broker.config.secret,
        { id: ids[role]!, name: role, roles: role === 'admin' ? ['admin', 'listener'] : ['listener'] },
        seconds,
      ),
    async ask<T>(method: string, path: string, { as, body, headers = {} }: Asked = {}) {
      const isRaw = typeof body === 'string' || body === undefined || Buffer.isBuffer(body);
      const response = await fetch(`${served.url}/api/v1${path}`, {
        method,
        headers: {
          ...(as && { authorization: `Bearer ${served.token(as)}` }),
          ...(isRaw ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: (isRaw ? body : JSON.stringify(body)) as string | undefined,
      });
      const text = await response.text();
      const type = response.headers.get('content-type') ?? '';
      const json = /json/.test(type) && text !== '' ? (JSON.parse(text) as T) : undefined;
      const answer = { status: response.status, headers: response.headers, text, body: json as T };
      expect(text).not.toContain('secret-place');
      expect(text).not.toContain(folder);
      documented(method, path, answer);
      return answer;
    },
    async restart() {
      await served.broker.stop();
      await start();
    },
    async stop() {
      await served.broker.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await start();
  ids.admin = (await call('auth.user', { username: 'admin' })).id;
  for (const name of ['ana', 'ben'] as const) {
    ids[name] = (await call('auth.createUser', { username: name, password: PASSWORD })).id;
  }
  await eventually(async () => (await call('catalog.stats', {})).tracks === TRACKS, 50);
  // All may be listed before the scan has told of what it could not read.
  await eventually(async () => !(await call('library.status', {})).scanning, 50);
  return served;
}

const ADMIN = { id: 'us-test', name: 'admin', roles: ['admin', 'listener'] as ('admin' | 'listener')[] };

/** Three albums of four tracks by two artists, and a file that cannot be read. */
export const TRACKS = 12;

function writeMusic(folder: string): void {
  for (let n = 0; n < TRACKS; n++) {
    const album = ['Maré', 'Noite', 'Zênite'][Math.floor(n / 4)]!;
    const artist = n < 8 ? 'Ana Lua' : 'Os Faróis';
    writeMp3(folder, `${artist}/${album}/${n}.mp3`, n, {
      ...{ title: `Faixa ${String.fromCharCode(65 + ((n * 7) % 26))}`, artist, album },
      ...{ trackNumber: String((n % 4) + 1), year: String(1990 + n), genre: n % 2 === 0 ? 'Fado' : 'Jazz' },
      ...(n === 0 && { unsynchronisedLyrics: { language: 'por', text: 'Ó mar\nsalgado' } }),
    });
  }
  const broken = join(folder, 'broken');
  mkdirSync(broken);
  writeFileSync(join(broken, 'noise.mp3'), 'This is no music.');
}
