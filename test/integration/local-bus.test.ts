import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Context, ServiceBroker } from 'moleculer';
import { createBroker } from '../../broker.ts';
import { busPath } from '../../bus/location.ts';
import { parseConfig } from '../../config.ts';

describe('The local bus', () => {
  let data: string;
  let brokers: ServiceBroker[];
  const enter = async (role: 'engine' | 'guest', nodeId: string) => {
    const broker = createBroker({ ...parseConfig({}), data, logLevel: 'fatal', nodeId }, role);
    brokers.push(broker);
    if (role === 'engine') {
      broker.createService({
        name: 'echo',
        actions: { say: { permissions: ['public'], handler: (ctx: Context) => ctx.params } },
      });
    }
    await broker.start();
    return broker;
  };

  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'cantiga-bus-'));
    brokers = [];
  });
  afterEach(async () => {
    for (const broker of brokers.reverse()) await broker.stop();
    rmSync(data, { recursive: true });
  });

  it('lets a tool call the running engine, with large values and bytes too', async () => {
    await enter('engine', 'engine');
    const guest = await enter('guest', 'guest');
    await guest.waitForServices('echo', 5000);
    const value = { text: 'ã'.repeat(500_000), bytes: Buffer.from([1, 2, 3]) };
    expect(await guest.call('echo.say', value)).toEqual(value);
  });

  it('lets an engine start without waiting for others, and tells a tool that joins meanwhile', async () => {
    const seconds: number[] = [];
    // Over NATS every start takes half a second to wait for the others. A busy machine may make one take as long, not all.
    for (let n = 0; n < 5; n++) {
      const started = performance.now();
      const engine = await enter('engine', 'engine');
      seconds.push((performance.now() - started) / 1000);
      if (n < 4) await engine.stop();
    }
    expect(Math.min(...seconds)).toBeLessThan(0.5);
    const guest = await enter('guest', 'guest');
    await guest.waitForServices('echo', 2000, 10);
    expect(await guest.call('echo.say', { early: true })).toEqual({ early: true });
  });

  it('refuses a second engine on the same data folder', async () => {
    await enter('engine', 'first');
    await expect(enter('engine', 'second')).rejects.toThrow(
      /Another Cantiga engine runs on this data folder/,
    );
    brokers.pop();
  });

  it('is open to the user of the engine only', async () => {
    await enter('engine', 'engine');
    expect(statSync(busPath(data)).mode & 0o777).toBe(0o600);
  });

  it('survives a peer that sends garbage', async () => {
    await enter('engine', 'engine');
    const peer = createConnection(busPath(data));
    peer.on('error', () => {});
    peer.write(Buffer.alloc(1000, 0xff));
    await new Promise((closed) => peer.on('close', closed));
    const guest = await enter('guest', 'guest');
    await guest.waitForServices('echo', 5000);
    expect(await guest.call('echo.say', { still: 'here' })).toEqual({ still: 'here' });
  });

  it('has a place for data folders with a long path', () => {
    const path = busPath(join(data, 'x'.repeat(200)));
    expect(Buffer.byteLength(path)).toBeLessThan(104);
    expect(busPath(join(data, 'x'.repeat(200)))).toBe(path);
    expect(busPath(join(data, 'y'.repeat(200)))).not.toBe(path);
  });
});
