import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { VARIABLES } from '../../config.ts';
import { type Engine, refusalOf, startEngine } from '../support/engine.ts';
import { listen } from '../support/listener.ts';
import { tinyMp3, writeMp3 } from '../support/tiny-mp3.ts';

const WRONG: Partial<Record<keyof typeof VARIABLES, string>> = {
  music: ':',
  port: '70000',
  host: 'no-such-host.invalid',
  origins: 'player.example.org',
  trustedProxies: '10.0.0.0/99',
  natsUrl: 'http://localhost',
  mongoUrl: 'localhost',
  namespace: 'Not Allowed',
  nodeId: 'a b',
  secret: 'short',
  adminPassword: 'short',
  blockCacheBytes: '0',
  coverCacheBytes: '1e9',
  tagWorkers: '-1',
  watch: 'maybe',
  scanInterval: '1.5',
  logLevel: 'loud',
};
const TRACKS = 5;
/** Bytes: more than fits between an engine and a client that does not read. */
const LONG = 40 * 1024 * 1024;
const DATABASES = ['auth', 'library', 'catalog', 'profiles', 'playlists', 'playback'];
/** Milliseconds after which a start is killed. */
const MOMENTS = [100, 200, 300, 400, 500, 600, 700, 800, 1000, 1200, 1500, 2000];

/** An engine that nobody waits for. */
function spawnEngine(data: string, music: string): { child: ChildProcess; output(): string } {
  const env = { ...process.env, CANTIGA_DATA: data, CANTIGA_MUSIC: music, CANTIGA_PORT: '0' };
  const child = spawn(process.execPath, ['start.ts'], { env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += chunk;
    });
  }
  return { child, output: () => text };
}

describe('the start of an engine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cantiga-start-'));
  const music = join(folder, 'music');
  const data = join(folder, 'data');

  beforeAll(() => {
    for (let n = 0; n < TRACKS; n++) writeMp3(music, `${n}.mp3`, n, { artist: 'Artist', album: 'Album' });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  let running: Engine | undefined;
  afterEach(() => running?.stop());

  const start = async (env: Record<string, string> = {}): Promise<Engine> => {
    const engine = await startEngine({ music: [music], dataDir: data, env });
    running = engine;
    return engine;
  };

  const refusal = (env: Record<string, string> = {}): Promise<string> =>
    refusalOf({ music: [music], dataDir: env.CANTIGA_DATA ?? data, env });

  it.each(Object.entries(WRONG))('is refused with a wrong value of %s, by name', async (key, value) => {
    const { name, secret } = VARIABLES[key as keyof typeof VARIABLES];
    const said = await refusal({ [`CANTIGA_${name}`]: value });
    expect(said).toContain(`CANTIGA_${name}`);
    if (secret) expect(said).not.toContain(value);
    else expect(said).toContain(value);
  });

  it('is refused when the data folder is a file, or the port is taken', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    for (const path of [file, join(file, 'below')]) {
      expect(await refusal({ CANTIGA_DATA: path })).toContain(`CANTIGA_DATA is "${path}"`);
    }
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expect(await refusal({ CANTIGA_PORT: String(port) })).toContain(`Port ${port} is taken`);
    other.close();
  });

  it.each([
    ['CANTIGA_NATS_URL', (port: number) => `nats://ana:a-secret@127.0.0.1:${port}`, 'NATS'],
    ['CANTIGA_MONGO_URL', (port: number) => `mongodb://ana:a-secret@127.0.0.1:${port}`, 'MongoDB'],
    [
      'CANTIGA_MONGO_URL',
      (port: number) => `mongodb://ana:a-secret@127.0.0.1:${port},127.0.0.1:1`,
      'MongoDB',
    ],
  ])('is refused when nobody answers at %s, without the password in it', async (name, urlOf, what) => {
    const unused = createServer().listen(0, '127.0.0.1');
    await once(unused, 'listening');
    const { port } = unused.address() as AddressInfo;
    unused.close();
    const said = await refusal({ [name]: urlOf(port) });
    expect(said).toContain(`${what} does not answer at 127.0.0.1:${port}`);
    expect(said).toContain(name);
    expect(said).not.toContain('a-secret');
  });

  it.each(['auth.db', 'catalog-index.db', 'locks/library.lock', 'locks', 'engine.sock'])(
    'is refused when %s cannot be had, by name',
    async (name) => {
      const place = mkdtempSync(join(folder, 'taken-'));
      mkdirSync(join(place, name, 'something'), { recursive: true });
      if (name === 'locks') {
        rmSync(join(place, name), { recursive: true });
        writeFileSync(join(place, name), '');
      }
      expect(await refusal({ CANTIGA_DATA: place })).toContain(join(place, name));
    },
  );

  it('ends quietly when it is stopped while it starts, at any moment', async () => {
    for (const moment of MOMENTS) {
      const { child, output } = spawnEngine(data, music);
      await delay(moment);
      const asked = performance.now();
      child.kill('SIGINT');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      expect(performance.now() - asked).toBeLessThan(5000);
      // Before it listens to signals, the system ends it.
      expect(child.exitCode ?? child.signalCode).toBe(child.exitCode === null ? 'SIGINT' : 0);
      expect(output()).not.toMatch(/^ +at |ERROR|cannot start/m);
    }
  });

  it('survives its own death at any moment', async () => {
    for (const moment of MOMENTS) {
      const { child } = spawnEngine(data, music);
      await delay(moment);
      child.kill('SIGKILL');
      if (child.signalCode === null) await once(child, 'exit');
    }
    const engine = await start();
    await (await listen(engine)).scanned(TRACKS);
    await engine.stop();
  });

  it('is refused while another engine runs on the data folder, which goes on', async () => {
    const engine = await start();
    expect(await refusal()).toMatch(/Another Cantiga engine runs on this data folder/);
    expect((await fetch(`${engine.url}/health`)).status).toBe(200);
    await engine.stop();
  });

  it.each(DATABASES)('is refused with an empty or a newer %s.db, by name', async (name) => {
    const engine = await start();
    await engine.stop();
    const file = join(data, `${name}.db`);
    const kept = new DatabaseSync(file);
    kept.exec('PRAGMA user_version = 99');
    kept.close();
    expect(await refusal()).toMatch(new RegExp(`${name}\\.db was written by a newer version`));
    writeFileSync(file, '');
    expect(await refusal()).toMatch(new RegExp(`${name}\\.db is damaged\\. Restore it from a backup`));
    rmSync(data, { recursive: true });
  });

  it('makes a damaged index of the catalog anew', async () => {
    let engine = await start();
    const { apiKey, scanned } = await listen(engine);
    await scanned(TRACKS);
    await engine.stop();
    for (const content of ['', 'no database'.repeat(1000)]) {
      writeFileSync(join(data, 'catalog-index.db'), content);
      engine = await start();
      expect(await (await listen(engine, apiKey)).scanned(TRACKS)).toBe(TRACKS);
      await engine.stop();
    }
  });

  it('goes on without music: no folder, an empty one, a file', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const paths = [join(folder, 'nowhere'), empty, join(music, '0.mp3')];
    const engine = await start({ CANTIGA_MUSIC: paths.join(':') });
    const said = engine.processes[0]!.output;
    while (!said().includes('Scan finished')) await delay(20);
    expect(said()).toContain(`${paths[0]} is not there`);
    expect(said()).toContain(`${paths[2]} is a file`);
    expect((await fetch(`${engine.url}/health`)).status).toBe(200);
    await engine.stop();
  });

  it('ends within five seconds of SIGINT, streams and silent connections included', async () => {
    const long = join(folder, 'long', 'long.mp3');
    mkdirSync(join(folder, 'long'));
    writeFileSync(long, Buffer.concat([tinyMp3(99), Buffer.alloc(LONG)]));
    const engine = await start({ CANTIGA_MUSIC: join(folder, 'long') });
    const listener = await listen(engine);
    await listener.scanned(1);
    const { randomSongs } = await listener.call<{ randomSongs: { song: { id: string }[] } }>(
      'getRandomSongs',
    );
    const stream = listener.path('stream', { id: randomSongs.song[0]!.id });
    // Nobody reads the bodies.
    const streams = await Promise.all(Array.from({ length: 10 }, () => fetch(engine.url + stream)));
    const silent = connect(Number(new URL(engine.url).port), '127.0.0.1').on('error', () => {});
    await once(silent, 'connect');
    const started = performance.now();
    expect(await engine.processes[0]!.kill('SIGINT')).toBe(0);
    expect(performance.now() - started).toBeLessThan(5000);
    await Promise.allSettled(streams.map((answer) => answer.body?.cancel()));
    silent.destroy();
  });
});
