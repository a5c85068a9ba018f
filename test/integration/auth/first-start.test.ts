import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createBroker } from '../../../broker.ts';
import { parseConfig } from '../../../config.ts';
import type { TokenPair } from '../../../services/actions.ts';
import auth from '../../../services/auth/auth.service.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

describe('the first start', () => {
  let data: string;

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'cantiga-first-'));
  });
  afterEach(() => rm(data, { recursive: true, force: true }));

  /** Any command starts the service when no engine runs. */
  const start = async (env: Record<string, string> = {}): Promise<string> => {
    const { PATH } = process.env;
    const { stdout } = await promisify(execFile)(process.execPath, ['bin/credentials.ts', 'list'], {
      cwd: ROOT,
      env: { PATH, CANTIGA_DATA: data, ...env },
    });
    return stdout;
  };
  const signIn = async (password: string): Promise<TokenPair> => {
    const broker = createBroker(parseConfig({ CANTIGA_DATA: data, CANTIGA_LOG_LEVEL: 'fatal' }), 'engine');
    broker.createService(auth as never);
    await broker.start();
    try {
      return await broker.call('auth.signIn', { username: 'admin', password, address: '192.0.2.1' });
    } finally {
      await broker.stop();
    }
  };

  it('makes an administrator and prints the password, once, and the password is good', async () => {
    const [, password] = /Password +([a-z0-9-]{17}) +\(shown this once/.exec(await start()) ?? [];
    expect(password).toBeDefined();
    expect(await start()).not.toContain('Password');
    expect(await signIn(password!)).toMatchObject({ user: { name: 'admin', roles: ['admin', 'listener'] } });
  });

  it('takes the configured password and does not print it', async () => {
    const output = await start({ CANTIGA_ADMIN_PASSWORD: 'made up by a person' });
    expect(output).toContain('User name  admin');
    expect(output).not.toContain('made up');
    expect(await signIn('made up by a person')).toMatchObject({ user: { name: 'admin' } });
  });

  it('keeps the password when another one is configured later', async () => {
    await start({ CANTIGA_ADMIN_PASSWORD: 'made up by a person' });
    expect(await start({ CANTIGA_ADMIN_PASSWORD: 'another password' })).not.toContain('User name');
    expect(await signIn('made up by a person')).toMatchObject({ user: { name: 'admin' } });
  });

  it('makes a secret that only its owner can read', async () => {
    await start();
    expect((await readFile(join(data, 'secret'), 'utf8')).length).toBeGreaterThanOrEqual(32);
    expect((await stat(join(data, 'secret'))).mode & 0o777).toBe(0o600);
  });
});
