import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigError, loadSecret, parseConfig } from '../../config.ts';
import { StartupError } from '../../errors.ts';

const MEBIBYTE = 1_048_576;

describe('the configuration', () => {
  it('needs no variable at all', () => {
    expect(parseConfig({})).toEqual({
      music: [],
      data: resolve('data'),
      port: 4040,
      host: '0.0.0.0',
      origins: [],
      trustedProxies: [],
      keepDetails: 365,
      rateLimit: 600,
      natsUrl: undefined,
      mongoUrl: undefined,
      namespace: 'cantiga',
      nodeId: undefined,
      secret: '',
      adminPassword: undefined,
      blockCacheBytes: 256 * MEBIBYTE,
      coverCacheBytes: 512 * MEBIBYTE,
      tagWorkers: 2,
      watch: true,
      scanInterval: 0,
      logLevel: 'info',
    });
  });

  it('takes an empty variable as one that is not set', () => {
    expect(parseConfig({ CANTIGA_PORT: '', CANTIGA_MUSIC: '' })).toEqual(parseConfig({}));
  });

  it('leaves the variables of other programs alone', () => {
    expect(parseConfig({ PORT: 'no number', NAMESPACE: 'X Y', CANTIGANS: 'many' })).toEqual(parseConfig({}));
  });

  it('leaves the variables of the test suite alone', () => {
    expect(parseConfig({ CANTIGA_TEST_MONGO_URL: 'anything' })).toEqual(parseConfig({}));
  });

  it.each([
    ['CANTIGA_MUSIC', '/a:/b c', { music: ['/a', '/b c'] }],
    ['CANTIGA_MUSIC', ':/a::', { music: ['/a'] }],
    ['CANTIGA_MUSIC', 'here', { music: [resolve('here')] }],
    ['CANTIGA_DATA', 'there', { data: resolve('there') }],
    ['CANTIGA_PORT', '0', { port: 0 }],
    ['CANTIGA_PORT', '65535', { port: 65_535 }],
    ['CANTIGA_PORT', '007', { port: 7 }],
    [
      'CANTIGA_ORIGINS',
      'https://a.example,http://b.example:81',
      { origins: ['https://a.example', 'http://b.example:81'] },
    ],
    ['CANTIGA_TRUSTED_PROXIES', '10.0.0.1,::1', { trustedProxies: ['10.0.0.1', '::1'] }],
    ['CANTIGA_NATS_URL', 'nats://a:4222,tls://b', { natsUrl: 'nats://a:4222,tls://b' }],
    ['CANTIGA_MONGO_URL', 'mongodb://a,b/?replicaSet=x', { mongoUrl: 'mongodb://a,b/?replicaSet=x' }],
    ['CANTIGA_MONGO_URL', 'mongodb+srv://a', { mongoUrl: 'mongodb+srv://a' }],
    ['CANTIGA_NAMESPACE', 'radio-2', { namespace: 'radio-2' }],
    ['CANTIGA_NODE_ID', 'node_1-a', { nodeId: 'node_1-a' }],
    ['CANTIGA_BLOCK_CACHE_MB', '1', { blockCacheBytes: MEBIBYTE }],
    ['CANTIGA_COVER_CACHE_MB', '2', { coverCacheBytes: 2 * MEBIBYTE }],
    ['CANTIGA_TAG_WORKERS', '64', { tagWorkers: 64 }],
    ['CANTIGA_WATCH', 'no', { watch: false }],
    ['CANTIGA_WATCH', 'true', { watch: true }],
    ['CANTIGA_SCAN_INTERVAL', '60', { scanInterval: 60 }],
    ['CANTIGA_LOG_LEVEL', 'warn', { logLevel: 'warn' }],
  ])('reads %s=%s', (name, value, expected) => {
    expect(parseConfig({ [name]: value })).toMatchObject(expected);
  });

  it.each([
    ['CANTIGA_PORT', '65536'],
    ['CANTIGA_PORT', '-1'],
    ['CANTIGA_PORT', '4e3'],
    ['CANTIGA_PORT', '80.5'],
    ['CANTIGA_PORT', ' 80'],
    ['CANTIGA_ORIGINS', 'example.org'],
    ['CANTIGA_ORIGINS', 'https://example.org/'],
    ['CANTIGA_ORIGINS', '*'],
    ['CANTIGA_NATS_URL', 'localhost:4222'],
    ['CANTIGA_NATS_URL', 'nats://a,http://b'],
    ['CANTIGA_MONGO_URL', 'mongodb://'],
    ['CANTIGA_MONGO_URL', 'http://a'],
    ['CANTIGA_NAMESPACE', 'Radio'],
    ['CANTIGA_NAMESPACE', 'a-name-that-is-too-long'],
    ['CANTIGA_NODE_ID', 'a b'],
    ['CANTIGA_BLOCK_CACHE_MB', '0'],
    ['CANTIGA_TAG_WORKERS', '0'],
    ['CANTIGA_TAG_WORKERS', 'two'],
    ['CANTIGA_WATCH', 'TRUE!'],
    ['CANTIGA_WATCH', 'constructor'],
    ['CANTIGA_SCAN_INTERVAL', '-5'],
    ['CANTIGA_LOG_LEVEL', 'loud'],
  ])('refuses %s=%s, naming the variable, the value and what is allowed', (name, value) => {
    const parse = () => parseConfig({ [name]: value });
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(`${name} is "${value}", but must be `);
  });

  it.each([
    ['CANTIGA_SECRET', 'too short to be safe'],
    ['CANTIGA_ADMIN_PASSWORD', 'hunter2'],
  ])('refuses a weak %s without showing it', (name, value) => {
    const parse = () => parseConfig({ [name]: value });
    expect(parse).toThrow(`${name} has a value of ${value.length} characters, but must be at least`);
    expect(parse).not.toThrow(value);
  });

  it('refuses a setting that does not exist, and lists those that do', () => {
    const parse = () => parseConfig({ CANTIGA_MUSIK: '/music' });
    expect(parse).toThrow(StartupError);
    expect(parse).toThrow(/CANTIGA_MUSIK is not a setting.*CANTIGA_MUSIC,/);
  });
});

describe('the secret of an engine', () => {
  let data: string;
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'cantiga-config-'));
  });
  afterEach(() => rmSync(data, { recursive: true }));

  const configOf = (folder: string) => parseConfig({ CANTIGA_DATA: folder });

  it('is the configured one, and nothing is written then', () => {
    const secret = 'a secret of at least 32 characters';
    expect(loadSecret(parseConfig({ CANTIGA_DATA: data, CANTIGA_SECRET: secret }))).toBe(secret);
    expect(() => statSync(join(data, 'secret'))).toThrow();
  });

  it('is made at the first start, for the owner of the file only, and stays the same', () => {
    const folder = join(data, 'not', 'yet', 'there');
    const first = loadSecret(configOf(folder));
    expect(first.length).toBeGreaterThanOrEqual(32);
    expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600);
    expect(loadSecret(configOf(folder))).toBe(first);
  });

  it('is closed to others again when its file was opened to them', () => {
    writeFileSync(join(data, 'secret'), 'x'.repeat(32), { mode: 0o644 });
    loadSecret(configOf(data));
    expect(statSync(join(data, 'secret')).mode & 0o777).toBe(0o600);
  });

  it('may end with a line break, as editors leave it', () => {
    writeFileSync(join(data, 'secret'), `${'x'.repeat(32)}\n`);
    expect(loadSecret(configOf(data))).toBe('x'.repeat(32));
  });

  it('is refused when its file was cut short, and the file is left as it is', () => {
    writeFileSync(join(data, 'secret'), 'short');
    expect(() => loadSecret(configOf(data))).toThrow(ConfigError);
    expect(readFileSync(join(data, 'secret'), 'utf8')).toBe('short');
  });
});
