import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kill } from 'node:process';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ServiceBroker } from 'moleculer';
import { createBroker } from '../../broker.ts';
import { parseConfig } from '../../config.ts';
import { signPrincipal } from '../../services/auth/tokens.ts';
import { describeWith } from '../support/describe.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { eventually } from '../support/rooms.ts';
import { startNats, type TestServer } from '../support/servers.ts';

describeWith(['nats'], 'A node that says nothing any more', () => {
  const secret = randomBytes(32).toString('hex');
  let nats: TestServer;
  let folder: string;
  let engine: Engine;
  let near: ServiceBroker;

  beforeAll(async () => {
    nats = await startNats();
    folder = await mkdtemp(join(tmpdir(), 'cantiga-vanished-'));
    const namespace = 'vanished';
    engine = await startEngine({
      music: [folder],
      env: { CANTIGA_NATS_URL: nats.url, CANTIGA_SECRET: secret, CANTIGA_NAMESPACE: namespace },
    });
    const config = { ...parseConfig({}), data: folder, namespace, secret, natsUrl: nats.url };
    near = createBroker({ ...config, logLevel: 'fatal' }, 'guest');
    await near.start();
    await near.waitForServices('playback', 10_000);
  }, 60_000);
  afterAll(async () => {
    await near?.stop();
    await engine?.stop();
    await nats?.stop();
    await rm(folder, { recursive: true });
  });

  const look = () => {
    const token = signPrincipal(secret, { id: 'us-1', name: 'ana', roles: ['listener'] }, 60);
    return near.call('playback.queue', {}, { meta: { token } });
  };

  it('is taken for gone before calls to it have waited for their timeouts, and is there again when it speaks', async () => {
    await look();
    kill(engine.processes[0]!.pid, 'SIGSTOP');
    await expect(look()).rejects.toMatchObject({ name: 'RequestRejectedError' });
    await expect(look()).rejects.toMatchObject({ name: 'ServiceNotAvailableError' });
    kill(engine.processes[0]!.pid, 'SIGCONT');
    await eventually(() => look().then(...([() => true, () => false] as const)), 30);
  }, 60_000);
});
