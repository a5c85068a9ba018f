import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, it } from '@jest/globals';
import { describeWith } from '../support/describe.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Listener, listen } from '../support/listener.ts';
import { startNats, type TestServer } from '../support/servers.ts';

describeWith(['nats'], 'given NATS goes away while the engine runs', () => {
  let nats: TestServer;
  let engine: Engine;
  let listener: Listener;

  beforeAll(async () => {
    nats = await startNats();
    engine = await startEngine({
      music: [],
      env: { CANTIGA_NATS_URL: nats.url, CANTIGA_SECRET: randomBytes(32).toString('hex') },
    });
    listener = await listen(engine);
  }, 60_000);
  afterAll(async () => {
    await engine?.stop();
    await nats?.stop();
  });

  const printed = async (text: string) => {
    while (!engine.processes[0]!.output().includes(text)) await delay(20);
  };

  it('then the log says so, the services of this process go on, and when it is back the log says that too', async () => {
    const { port, host } = new URL(nats.url);
    await nats.stop();
    await printed(`NATS at ${host} is gone.`);
    await listener.call('getGenres');
    nats = await startNats('--port', port);
    await printed(`NATS at ${host} is back.`);
    await listener.call('getGenres');
  }, 60_000);
});
