import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BINARIES, ENVELOPES } from '../../services/gateway/subsonic/endpoints.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Listener, listen } from '../support/listener.ts';
import { writeMp3 } from '../support/tiny-mp3.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const TRACKS = 10;

/** Every parameter that any endpoint reads. */
const PARAMETERS = [
  ...[
    'id',
    'artistId',
    'albumId',
    'songId',
    'songIdToAdd',
    'songIndexToRemove',
    'playlistId',
    'musicFolderId',
  ],
  ...['name', 'comment', 'public', 'username', 'password', 'email', 'adminRole', 'maxBitRate', 'timeOffset'],
  ...[
    'type',
    'size',
    'offset',
    'fromYear',
    'toYear',
    'genre',
    'count',
    'query',
    'any',
    'artist',
    'album',
    'title',
  ],
  ...[
    'artistCount',
    'artistOffset',
    'albumCount',
    'albumOffset',
    'songCount',
    'songOffset',
    'newerThan',
    'rating',
  ],
  ...[
    'position',
    'ifModifiedSince',
    'fullScan',
    'includeNotPresent',
    'converted',
    'enhanced',
    'f',
    'callback',
    'v',
  ],
];

/** Encoded as they go into the URL. */
const VALUES = [
  ...[
    '',
    '-1',
    '0',
    '1e308',
    'NaN',
    'Infinity',
    '0.5',
    '9'.repeat(30),
    'a'.repeat(10_000),
    '%00',
    'tr-%00',
    '%',
    '%FF',
  ],
  ...[
    '%ED%A0%80',
    '..%2F..%2Fetc%2Fpasswd',
    '../../secret',
    'tr-../../secret',
    'al-0',
    'ar-0',
    'pl-0',
    '%22*',
    'NEAR(',
  ],
  ...[
    '__proto__',
    'constructor',
    '%3Cscript%3E',
    "'%3B%20DROP%20TABLE%20tracks",
    'byYear',
    'byGenre',
    'jsonp',
    '%25s',
  ],
];

describe('bad input over HTTP', () => {
  const music = mkdtempSync(join(tmpdir(), 'cantiga-bad-input-'));
  let engine: Engine;
  let listener: Listener;
  let song: { id: string; albumId: string; artistId: string };
  let address: { host: string; port: number };

  beforeAll(async () => {
    for (let n = 0; n < TRACKS; n++) {
      writeMp3(music, `Artist/Album/${n}.mp3`, n, { artist: 'Artist', album: 'Album', genre: 'Fado' });
    }
    engine = await startEngine({ music: [music] });
    address = { host: '127.0.0.1', port: Number(new URL(engine.url).port) };
    listener = await listen(engine);
    await listener.scanned(TRACKS);
    const { randomSongs } = await listener.call<{ randomSongs: { song: (typeof song)[] } }>(
      'getRandomSongs',
      {
        size: 1,
      },
    );
    song = randomSongs.song[0]!;
  }, 180_000);

  afterAll(async () => {
    await engine?.stop();
    rmSync(music, { recursive: true, force: true });
  });

  /** An answer shows no place on the server's disk and does not take the client's fault for the engine's. */
  const judge = (asked: string, status: number, text: string) => {
    if ((status >= 500 && status !== 501) || text.includes('Something went wrong')) {
      throw new Error(`${asked} is answered with ${status}: ${text.slice(0, 500)}`);
    }
    for (const place of [music, engine.dataDir, 'services/']) {
      if (text.includes(place)) throw new Error(`${asked} tells of ${place}: ${text.slice(0, 500)}`);
    }
  };

  const ask = async (path: string, init?: RequestInit): Promise<string> => {
    const answer = await fetch(engine.url + path, init);
    const text = await answer.text();
    judge(path.slice(0, 200), answer.status, text);
    return text;
  };

  const open = async (): Promise<Socket> => {
    const socket = connect(address);
    await once(socket, 'connect');
    return socket.setEncoding('latin1');
  };

  /** All that comes until the engine closes the connection, which it must do by itself. */
  const raw = async (bytes: string | Buffer): Promise<string> => {
    const socket = await open();
    let text = '';
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    // A connection that is closed under what is still being sent may be reset.
    socket.on('error', () => {});
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write(bytes);
    await closed;
    judge(bytes.toString('latin1', 0, 100), Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text);
    return text;
  };

  const isFine = async () => expect(await ask(listener.path('ping'))).toContain('"status":"ok"');

  it('is answered with an error of its own by every endpoint, whatever a parameter holds', async () => {
    const needed: Record<string, string> = {
      ...{
        id: song.id,
        songId: song.id,
        albumId: song.albumId,
        playlistId: 'pl-0',
        rating: '3',
        position: '1',
      },
      ...{ type: 'newest', genre: 'Fado', query: 'a', any: 'a', title: '1', username: 'nobody', name: 'x' },
    };
    let turn = 0;
    const paths = [...ENVELOPES.keys(), ...BINARIES.keys()]
      // These hash a password at each call.
      .filter((endpoint) => !['createUser', 'changePassword', 'startScan'].includes(endpoint))
      .flatMap((endpoint) =>
        PARAMETERS.flatMap((name) => {
          // Not all pairs: each endpoint meets every parameter, and every parameter each value.
          const value = VALUES[turn++ % VALUES.length]!;
          const others = Object.entries(needed).filter(([other]) => other !== name);
          return `${listener.path(endpoint, Object.fromEntries(others))}&${name}=${value}`;
        }).concat(listener.path(endpoint)),
      );
    await inTurns(paths, (path) => ask(path));
    await isFine();
  });

  it('is answered when a parameter comes a thousand times', async () => {
    for (const name of ['id', 'songId', 'size', 'type', 'f', 'apiKey']) {
      for (const endpoint of ['star', 'createPlaylist', 'getAlbumList2', 'stream', 'updatePlaylist']) {
        const body = Array.from({ length: 1000 }, () => `${name}=${song.id}`).join('&');
        await ask(listener.path(endpoint), { method: 'POST', headers: FORM, body });
      }
    }
  });

  it('holds up nobody else as a form with a million fields', async () => {
    const started = performance.now();
    const text = await ask(listener.path('ping'), {
      ...{ method: 'POST', headers: FORM, body: 'a&'.repeat(1_000_000) },
    });
    expect(text).toContain('fields');
    const songs = Array.from({ length: 10_000 }, () => `songId=${song.id}`).join('&');
    await ask(listener.path('createPlaylist', { name: 'long' }), {
      method: 'POST',
      headers: FORM,
      body: songs,
    });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('leads to no file outside of what is served, by any spelling of a path', async () => {
    const climbs = [
      '/../package.json',
      '/..%2fpackage.json',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/rest/../../etc/passwd',
    ];
    const odd = [
      '/rest/..%2f..%2fsecret',
      '/rest/%00',
      '//rest/ping',
      '/rest//ping',
      '/%',
      '/rest/%',
      '/rest/%FF',
      '/\\..\\',
    ];
    for (const path of [
      ...climbs,
      ...odd,
      '*',
      'http://other.example/rest/ping',
      '/.git/config',
      `/${'x'.repeat(5000)}`,
    ]) {
      const text = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(text).not.toMatch(/root:|"dependencies"|\[core\]/);
    }
    await isFine();
  });

  it('is refused as a JSONP callback that is no name', async () => {
    const path = (callback: string) =>
      `${listener.path('ping').replace('f=json', 'f=jsonp')}&callback=${callback}`;
    for (const callback of ['alert(1)//', '%3Cscript%3E', 'a%0Ab', 'a'.repeat(10_000), 'a;b', '']) {
      expect(await ask(path(callback))).not.toContain(`${decodeURIComponent(callback)}(`);
    }
    expect(await ask(path('cantiga.done'))).toMatch(/^(\/\*\*\/)?cantiga\.done\(/);
  });

  it('is the whole file, the part or a 416 for any Range header', async () => {
    const whole = (await (await fetch(engine.url + listener.path('stream', { id: song.id }))).arrayBuffer())
      .byteLength;
    const ranges = [
      'bytes=-',
      'bytes=a-b',
      'bytes=5-1',
      'bytes=-0',
      'bytes=1e3-',
      `bytes=${'9'.repeat(400)}-`,
    ];
    for (const range of [
      ...ranges,
      'bytes=0-0,2-3',
      'bytes 0-1',
      'lines=0-1',
      `bytes=0-${'9'.repeat(30)}`,
      '='.repeat(5000),
    ]) {
      const answer = await fetch(engine.url + listener.path('stream', { id: song.id }), {
        headers: { range },
      });
      const bytes = (await answer.arrayBuffer()).byteLength;
      expect([200, 206, 416]).toContain(answer.status);
      if (answer.status === 200) expect(bytes).toBe(whole);
      else expect(bytes).toBeLessThanOrEqual(whole);
    }
  });

  it('is refused as a head or a body of 10 MB', async () => {
    const huge = 'x'.repeat(10 * 1024 * 1024);
    expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nX-Huge: ${huge}\r\n\r\n`)).toMatch(/^(HTTP\/1\.1 431|$)/);
    expect(await raw(`GET /${huge} HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(/^(HTTP\/1\.1 431|$)/);
    for (const [path, type] of [
      ['/rest/ping', FORM['content-type']],
      ['/api/v1/sign-in', 'application/json'],
    ]) {
      const answer = await fetch(engine.url + path, {
        ...{ method: 'POST', body: huge, headers: { 'content-type': type! } },
      }).catch(() => undefined);
      if (answer) expect(await answer.text()).toMatch(/too large|fields|larger than/);
    }
    await isFine();
  });

  it('is refused as a body of the wrong kind, or one that is not what it says', async () => {
    const bodies = [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '{"username":{"$ne":1},"password":[]}',
      '{"__proto__":{"a":1}}',
      '\0\xff',
    ];
    const types = [
      'application/json',
      'text/plain',
      'multipart/form-data',
      'application/json; charset=x',
      'x',
      FORM['content-type'],
    ];
    for (const body of bodies) {
      for (const type of types) {
        for (const path of ['/api/v1/sign-in', '/api/v1/refresh', '/rest/ping']) {
          await ask(path, { method: 'POST', body, headers: { 'content-type': type } });
        }
      }
    }
    const squeezed = gzipSync('a'.repeat(50 * 1024 * 1024));
    for (const body of [squeezed, squeezed.subarray(0, 100), 'x']) {
      await ask('/rest/ping', { method: 'POST', body, headers: { ...FORM, 'content-encoding': 'gzip' } });
    }
    await isFine();
  });

  it('is answered or refused in the protocol as odd HTTP', async () => {
    const end = 'Connection: close\r\n\r\n';
    const ping = listener.path('ping');
    expect(await raw(`GET ${ping} HTTP/1.0\r\n\r\n`)).toContain('"status":"ok"');
    expect(await raw(`GET ${ping} HTTP/1.1\r\n${end}`)).toMatch(/^HTTP\/1\.1 400/);
    expect(await raw('\0\0\0\0\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
    expect(await raw(`\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03`)).toMatch(/^HTTP\/1\.1 400/);
    await raw(`BREW ${ping} HTTP/1.1\r\nHost: x\r\n${end}`);
    await raw(`DELETE ${ping} HTTP/1.1\r\nHost: x\r\n${end}`);
    await raw(`POST /rest/ping HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n${end}`);
    await raw(
      `POST /rest/ping HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n${end}0\r\n\r\n`,
    );
    await raw(`GET ${ping} HTTP/1.1\r\nHost: x\r\nExpect: nonsense\r\n${end}`);
    await raw(`GET ${ping} HTTP/1.1\r\nHost: x\r\n${'A: b\r\n'.repeat(3000)}${end}`);
    const piped = `GET ${ping} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(50);
    const answers = await raw(`${piped}GET ${ping} HTTP/1.1\r\nHost: x\r\n${end}`);
    expect(answers.match(/"status":"ok"/g)).toHaveLength(51);
    await isFine();
  });

  it('costs nothing as a thousand connections that say nothing, and clients that leave in the middle', async () => {
    const silent = await Promise.all(Array.from({ length: 1000 }, open));
    for (const socket of silent) socket.on('error', () => {});
    await isFine();
    for (const socket of silent.slice(0, 300)) {
      socket.write(`GET ${listener.path('stream', { id: song.id })} HTTP/1.1\r\nHost: x\r\n\r\n`);
    }
    for (const socket of silent.slice(300, 600)) {
      socket.write('POST /rest/ping HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n');
      socket.write(`Content-Type: ${FORM['content-type']}\r\n\r\nu=`);
    }
    await isFine();
    for (const socket of silent) socket.destroy();
    await isFine();
  });

  it('is cut off as a head that comes too slowly, or not at all', async () => {
    const [slow, silent] = await Promise.all([open(), open()]);
    const started = performance.now();
    const drip = setInterval(() => slow.write('X-Slow: 1\r\n'), 500);
    slow.write('GET / HTTP/1.1\r\nHost: x\r\n');
    const closed = [slow, silent].map((socket) => {
      socket.on('error', () => {}).resume();
      return new Promise((resolve) => socket.on('close', resolve));
    });
    await Promise.all(closed);
    clearInterval(drip);
    expect(performance.now() - started).toBeLessThan(25_000);
  });

  it('answers others while someone floods it with wrong passwords', async () => {
    const wrong = () =>
      ask('/api/v1/sign-in', {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
        body: JSON.stringify({ username: 'admin', password: 'a wrong one' }),
      });
    let flooding = true;
    const flood = Promise.all(
      Array.from({ length: 32 }, async () => {
        while (flooding) await wrong();
      }),
    );
    const waits: number[] = [];
    for (let n = 0; n < 30; n++) {
      const started = performance.now();
      await listener.call('getAlbumList2', { type: 'newest' });
      waits.push(performance.now() - started);
    }
    flooding = false;
    await flood;
    expect(waits.sort((a, b) => a - b)[15]).toBeLessThan(1000);
  });

  it('leaves the engine as it was: the same process, no fault in its log, no growth', async () => {
    const [process] = engine.processes;
    await isFine();
    expect((await process!.inside()).rss).toBeLessThan(700 * 1024 * 1024);
    expect(process!.output()).not.toMatch(/ ERROR | FATAL /);
  });
});

/** Calls `work` for every item, a few at a time. */
async function inTurns<T>(items: T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
