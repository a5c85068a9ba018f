import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Verified } from '../../mixins/projection/verify.ts';
import type { ListeningAtVersion } from '../../services/gateway/rest/playback-resources.ts';
import { runTool } from '../support/backup/tool.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Listener, listen } from '../support/listener.ts';
import { eventually } from '../support/rooms.ts';
import { stores } from '../support/stores.ts';
import { writeMp3 } from '../support/tiny-mp3.ts';

const TRACKS = 3;
const DEVICE = { id: 'd1', name: 'Kitchen', client: 'test' };

/** Somebody who listens without end: to one session after the other. */
class Listening {
  /** By session: the version that was acknowledged last. */
  readonly acknowledged = new Map<string, number>();
  readonly #ask: (method: string, path: string, body: object) => Promise<unknown>;
  readonly #track: string;
  #isOver = false;
  #ended: Promise<void> | undefined;

  constructor(engine: Engine, token: string, track: string) {
    this.#ask = (method, path, body) => ask(engine, token, method, path, body);
    this.#track = track;
  }

  begin(): void {
    this.#ended = this.#run();
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#ended;
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      try {
        await this.#listen();
      } catch {
        // The engine was killed: what it did not answer may be there or not.
        return;
      }
    }
  }

  async #listen(): Promise<void> {
    const { id } = (await this.#ask('POST', '/playback/sessions', { device: DEVICE })) as { id: string };
    for (let n = 0; n < 5 && !this.#isOver; n++) {
      const command = { id: `s${n}`, type: 'submit', track: this.#track, duration: 200 };
      const { answers } = (await this.#ask('POST', `/playback/sessions/${id}/commands`, {
        commands: [command],
      })) as { answers: [{ version: number }] };
      this.acknowledged.set(id, answers[0].version);
    }
  }
}

async function ask<T>(engine: Engine, token: string, method: string, path: string, body?: object) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${engine.url}/api/v1${path}`, {
    ...{ method, headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function signIn(engine: Engine, username = 'admin'): Promise<string> {
  const shown = { username, password: engine.adminPassword, cookies: false };
  return (await ask<{ accessToken: string }>(engine, '', 'POST', '/sign-in', shown)).accessToken;
}

/** Somebody who has listened, and is deleted. @returns their id, and that of a session */
async function listenAndLeave(engine: Engine, admin: string, track: string): Promise<[string, string]> {
  const account = { username: 'gone', password: engine.adminPassword };
  const { id: user } = await ask<{ id: string }>(engine, admin, 'POST', '/users', account);
  const token = await signIn(engine, 'gone');
  const opened = { device: { ...DEVICE, name: 'Bedroom' } };
  const { id } = await ask<{ id: string }>(engine, token, 'POST', '/playback/sessions', opened);
  const command = { id: 's0', type: 'submit', track, duration: 200 };
  await ask(engine, token, 'POST', `/playback/sessions/${id}/commands`, { commands: [command] });
  const headers = { authorization: `Bearer ${admin}` };
  await fetch(`${engine.url}/api/v1/users/gone`, { method: 'DELETE', headers });
  await eventually(async () => (await sessionsOf(engine, admin, user)).length === 0);
  return [user, id];
}

async function sessionsOf(engine: Engine, admin: string, user: string): Promise<unknown[]> {
  const path = `/playback/sessions?user=${user}`;
  return (await ask<{ items: unknown[] }>(engine, admin, 'GET', path)).items;
}

describe.each(stores)(
  'an engine that is backed up on $name while people listen, killed, and restored elsewhere',
  ({ name: store, open }) => {
    const folder = mkdtempSync(join(tmpdir(), 'cantiga-backup-'));
    const [music, data, backup] = ['music', 'data', 'backup'].map((name) => join(folder, name));
    let before: Map<string, number>;
    let restored: Engine;
    let key: string;
    let song: string;
    let gone: [user: string, session: string];
    let places: Awaited<ReturnType<typeof open>>[];

    beforeAll(async () => {
      places = [await open(), await open()];
      const [first, second] = places.map(({ config }) => ({
        CANTIGA_NAMESPACE: config.namespace,
        ...(config.mongoUrl !== undefined && { CANTIGA_MONGO_URL: config.mongoUrl }),
      }));
      for (let n = 0; n < TRACKS; n++) writeMp3(music!, `${n}.mp3`, n);
      const engine = await startEngine({ music: [music!], env: { ...first, CANTIGA_RATE_LIMIT: '1000000' } });
      const listener: Listener = await listen(engine);
      key = listener.apiKey;
      await listener.scanned(TRACKS);
      const { randomSongs } = await listener.call<{ randomSongs: { song: { id: string }[] } }>(
        'getRandomSongs',
      );
      song = randomSongs.song[0]!.id;
      await listener.call('star', { id: song });
      await listener.call('createPlaylist', { name: 'kept', songId: song });
      const admin = await signIn(engine);
      gone = await listenAndLeave(engine, admin, song);
      const listening = new Listening(engine, admin, song);
      listening.begin();
      await eventually(async () => listening.acknowledged.size >= 5);
      before = new Map(listening.acknowledged);
      const { code, output } = await runTool(['bin/backup.ts', backup!], engine.env);
      expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(/^Backed up to /) });
      // Who uses MongoDB is not known there.
      const more = store === 'sqlite' ? ['--force'] : [];
      const refused = await runTool(['bin/restore.ts', backup!, ...more], engine.env);
      expect(refused).toMatchObject({
        code: 1,
        output: expect.stringMatching(/in use by another Cantiga engine|holds data/),
      });
      await engine.processes[0]!.kill('SIGKILL');
      await listening.end();
      expect(listening.acknowledged.size).toBeGreaterThan(before.size);
      await engine.stop();

      const env = { ...engine.env, ...second, CANTIGA_DATA: data };
      expect(await runTool(['bin/restore.ts', backup!], env)).toMatchObject({ code: 0 });
      restored = await startEngine({ music: [music!], dataDir: data!, env: second! });
    }, 180_000);

    afterAll(async () => {
      await restored?.stop();
      for (const { cleanup } of places) await cleanup();
      rmSync(folder, { recursive: true, force: true });
    });

    it('has everything that was acknowledged before', async () => {
      const token = await signIn(restored);
      for (const [session, version] of before) {
        const found = await ask<ListeningAtVersion>(restored, token, 'GET', `/playback/sessions/${session}`);
        expect(found.version).toBeGreaterThanOrEqual(version);
        expect(found.device).toEqual(DEVICE);
      }
      const listener = await listen(restored, key);
      await listener.scanned(TRACKS);
      expect(await listener.call('getStarred2')).toMatchObject({ starred2: { song: [{ id: song }] } });
      expect(await listener.call('getPlaylists')).toMatchObject({
        playlists: { playlist: [{ name: 'kept' }] },
      });
    });

    it('knows nothing of who was deleted before', async () => {
      const [user, session] = gone;
      const admin = await signIn(restored);
      await expect(signIn(restored, 'gone')).rejects.toThrow(/401/);
      expect(await sessionsOf(restored, admin, user)).toEqual([]);
      const path = `/playback/sessions/${session}?user=${user}`;
      expect(await ask(restored, admin, 'GET', path)).toMatchObject({ device: null });
    });

    it('has read models that equal the journal, and go on', async () => {
      const verified = async () => {
        const { code, output } = await runTool(['bin/playback.ts', 'verify', '--json'], restored.env);
        return { code, ...(JSON.parse(output) as Verified) };
      };
      await eventually(async () => (await verified()).equal, 30);
      const { code, journal } = await verified();
      expect(code).toBe(0);
      expect(journal.events).toBeGreaterThan(before.size * 10);
      const listening = new Listening(restored, await signIn(restored), song);
      listening.begin();
      expect(await verified()).toMatchObject({ code: 0, equal: true });
      await listening.end();
    });

    it('has its read models built anew through the running engine, and its journal exported', async () => {
      const rebuilt = await runTool(['bin/playback.ts', 'rebuild', 'plays', 'royalties'], restored.env);
      expect(rebuilt).toMatchObject({
        code: 0,
        output: expect.stringMatching(/^plays .* equal to the old one.*\nroyalties .* equal to the old one/),
      });
      const { output } = await runTool(['bin/playback.ts', 'export'], restored.env);
      const sessions = new Set(
        output
          .trimEnd()
          .split('\n')
          .map((line) => (JSON.parse(line) as { stream: string }).stream.split('/')[1]),
      );
      for (const session of before.keys()) expect(sessions).toContain(session);
    });
  },
);
