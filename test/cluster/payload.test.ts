import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ServiceBroker } from 'moleculer';
import { createBroker } from '../../broker.ts';
import { parseConfig } from '../../config.ts';
import { describeWith } from '../support/describe.ts';
import { startNats, type TestServer } from '../support/servers.ts';

describeWith(['nats'], 'Between nodes, over NATS with its usual limit', () => {
  let nats: TestServer;
  let data: string;
  let far: ServiceBroker;
  let near: ServiceBroker;

  beforeAll(async () => {
    nats = await startNats();
    data = mkdtempSync(join(tmpdir(), 'cantiga-payload-'));
    const node = (nodeId: string) =>
      createBroker({ ...parseConfig({}), data, natsUrl: nats.url, nodeId, logLevel: 'fatal' }, 'engine');
    far = node('far');
    far.createService({
      name: 'far',
      actions: {
        list: {
          permissions: ['public'],
          handler: () =>
            Array.from({ length: 20_000 }, (_, n) => ({
              id: `ar-${n}`,
              name: `Artist number ${n}`,
              albums: n,
            })),
        },
        noise: { permissions: ['public'], handler: () => randomBytes(3_000_000) },
      },
    });
    near = node('near');
    await Promise.all([far.start(), near.start()]);
    await near.waitForServices('far', 10_000);
  });
  afterAll(async () => {
    await Promise.all([near?.stop(), far?.stop()]);
    await nats?.stop();
    rmSync(data, { recursive: true });
  });

  it('a list of several megabytes arrives whole', async () => {
    const list = await near.call<{ id: string }[], object>('far.list', {});
    expect(list).toHaveLength(20_000);
    expect(list[19_999]).toEqual({ id: 'ar-19999', name: 'Artist number 19999', albums: 19_999 });
  });

  it('what is too large all the same is an error at once, and both nodes live', async () => {
    await expect(near.call('far.noise', {})).rejects.toMatchObject({ type: 'TOO_LARGE' });
    await expect(near.call('far.list', { noise: randomBytes(3_000_000) })).rejects.toMatchObject({
      type: 'TOO_LARGE',
    });
    expect(await near.call('far.list', {})).toHaveLength(20_000);
  });
});
