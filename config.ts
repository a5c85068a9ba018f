import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import proxyaddr from 'proxy-addr';
import { StartupError } from './errors.ts';
import { refuseUnfinished } from './mixins/store/sqlite/unfinished.ts';

/** What the environment says, parsed and checked once. No other module reads `process.env`. */
export interface Config {
  music: string[];
  data: string;
  port: number;
  host: string;
  origins: string[];
  trustedProxies: string[];
  natsUrl: string | undefined;
  mongoUrl: string | undefined;
  namespace: string;
  nodeId: string | undefined;
  secret: string;
  adminPassword: string | undefined;
  blockCacheBytes: number;
  coverCacheBytes: number;
  tagWorkers: number;
  watch: boolean;
  scanInterval: number;
  keepDetails: number;
  rateLimit: number;
  logLevel: LogLevel;
}

export type LogLevel = (typeof LOG_LEVELS)[number];
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

/** A variable with a value that cannot be used. Its message names the variable, the value and what is allowed. */
export class ConfigError extends StartupError {
  override name = 'ConfigError';
}

interface Variable<T> {
  /** Name without the prefix `CANTIGA_`. */
  name: string;
  about: string;
  /** How the default reads in the documentation. */
  shown: string;
  allowed: string;
  fallback: T;
  parse: (text: string) => T | undefined;
  secret?: boolean;
}

const text = (value: string) => value;
const integer = (min: number, max: number) => (value: string) => {
  const number = Number(value);
  return /^\d+$/.test(value) && number >= min && number <= max ? number : undefined;
};
const FLAGS = new Map([
  ['true', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['0', false],
]);
const flag = (value: string) => FLAGS.get(value);
const list = (separator: string) => (value: string) => value.split(separator).filter((part) => part !== '');
const url = (protocols: string[]) => (value: string) =>
  URL.canParse(value) && protocols.includes(new URL(value).protocol) ? value : undefined;
const urls = (protocols: string[]) => (value: string) =>
  value.split(',').every((part) => url(protocols)(part) !== undefined) ? value : undefined;
const origins = (value: string) => {
  const parts = list(',')(value);
  return parts.every((part) => URL.canParse(part) && new URL(part).origin === part) ? parts : undefined;
};
const networks = (value: string) => {
  const parts = list(',')(value);
  try {
    proxyaddr.compile(parts);
    return parts;
  } catch {
    return undefined;
  }
};
const folders = (value: string) => {
  const paths = list(delimiter)(value).map((path) => resolve(path));
  return paths.length > 0 ? paths : undefined;
};
const megabytes = (value: string) => {
  const number = integer(1, 1_000_000)(value);
  return number === undefined ? undefined : number * 1_048_576;
};

const define = <T>(variable: Variable<T>) => variable;

/** Every variable there is; docs/configuration.md is generated from this table. */
export const VARIABLES = {
  music: define<string[]>({
    name: 'MUSIC',
    about: 'Music folders. Without it, a small demo library is composed.',
    shown: 'the demo library',
    allowed: `folders, separated by \`${delimiter}\``,
    fallback: [],
    parse: folders,
  }),
  data: define<string>({
    name: 'DATA',
    about: 'Folder for databases, caches and the generated secret.',
    shown: './data',
    allowed: 'a folder; it is created',
    fallback: resolve('data'),
    parse: (value) => resolve(value),
  }),
  port: define<number>({
    name: 'PORT',
    about: 'Port of the HTTP server.',
    shown: '4040',
    allowed: 'a whole number from 0 to 65535 (0 takes a free one)',
    fallback: 4040,
    parse: integer(0, 65_535),
  }),
  host: define<string>({
    name: 'HOST',
    about: 'Address that the HTTP server listens on.',
    shown: '0.0.0.0',
    allowed: 'an address or host name of this machine',
    fallback: '0.0.0.0',
    parse: text,
  }),
  origins: define<string[]>({
    name: 'ORIGINS',
    about: 'Origins of web clients on other hosts that may call the API (CORS), compared exactly.',
    shown: 'none',
    allowed: 'origins such as `https://player.example.org`, separated by commas',
    fallback: [],
    parse: origins,
  }),
  trustedProxies: define<string[]>({
    name: 'TRUSTED_PROXIES',
    about: 'Addresses of reverse proxies whose X-Forwarded-For is believed.',
    shown: 'none',
    allowed: 'IP addresses or networks such as `10.0.0.0/8`, separated by commas',
    fallback: [],
    parse: networks,
  }),
  natsUrl: define<string | undefined>({
    name: 'NATS_URL',
    about: 'Bus between several processes. Without it, everything runs in one.',
    shown: 'none',
    allowed: 'nats:// or tls:// URLs, separated by commas',
    fallback: undefined,
    parse: urls(['nats:', 'tls:']),
  }),
  mongoUrl: define<string | undefined>({
    name: 'MONGO_URL',
    about: 'MongoDB to store in, one database a service. Without it, SQLite files in the data folder.',
    shown: 'none',
    allowed: 'a mongodb:// or mongodb+srv:// URL',
    fallback: undefined,
    parse: (value) => (/^mongodb(\+srv)?:\/\/./.test(value) ? value : undefined),
  }),
  namespace: define<string>({
    name: 'NAMESPACE',
    about: 'Keeps several engines on one NATS or MongoDB apart; part of the database names.',
    shown: 'cantiga',
    allowed: 'small letters, digits and `-`, at most 20',
    fallback: 'cantiga',
    parse: (value) => (/^[a-z0-9-]{1,20}$/.test(value) ? value : undefined),
  }),
  nodeId: define<string | undefined>({
    name: 'NODE_ID',
    about: 'Name of this process on the bus.',
    shown: 'host name and process id',
    allowed: 'letters, digits, `-` and `_`, at most 64',
    fallback: undefined,
    parse: (value) => (/^[\w-]{1,64}$/.test(value) ? value : undefined),
  }),
  secret: define<string>({
    name: 'SECRET',
    about: 'Signs tokens and seals device credentials. The same on every node.',
    shown: 'made at the first start, kept in `DATA/secret` (mode 0600)',
    allowed: 'at least 32 characters',
    fallback: '',
    parse: (value) => (value.length >= 32 ? value : undefined),
    secret: true,
  }),
  adminPassword: define<string | undefined>({
    name: 'ADMIN_PASSWORD',
    about: 'Password of `admin`, set when the account is made at the first start.',
    shown: 'made and printed once',
    allowed: 'at least 8 characters',
    fallback: undefined,
    parse: (value) => (value.length >= 8 ? value : undefined),
    secret: true,
  }),
  blockCacheBytes: define<number>({
    name: 'BLOCK_CACHE_MB',
    about: 'Memory for the hot blocks of audio files, in MiB.',
    shown: '256',
    allowed: 'a whole number from 1 to 1000000',
    fallback: 256 * 1_048_576,
    parse: megabytes,
  }),
  coverCacheBytes: define<number>({
    name: 'COVER_CACHE_MB',
    about: 'Disk space for resized covers, in MiB.',
    shown: '512',
    allowed: 'a whole number from 1 to 1000000',
    fallback: 512 * 1_048_576,
    parse: megabytes,
  }),
  tagWorkers: define<number>({
    name: 'TAG_WORKERS',
    about: 'Threads that read tags during a scan.',
    shown: '2',
    allowed: 'a whole number from 1 to 64',
    fallback: 2,
    parse: integer(1, 64),
  }),
  watch: define<boolean>({
    name: 'WATCH',
    about: 'Whether changes in the music folders are picked up as they happen.',
    shown: 'true',
    allowed: 'true or false',
    fallback: true,
    parse: flag,
  }),
  scanInterval: define<number>({
    name: 'SCAN_INTERVAL',
    about:
      'Minutes between full looks at the music folders, for network mounts that cannot be watched; 0 for never.',
    shown: '0',
    allowed: 'a whole number from 0 to 100000',
    fallback: 0,
    parse: integer(0, 100_000),
  }),
  keepDetails: define<number>({
    name: 'KEEP_DETAILS',
    about:
      'Days for which every event of a closed listening session is kept. Then one fact takes their place, from which the same totals follow.',
    shown: '365',
    allowed: 'a whole number from 1 to 36500',
    fallback: 365,
    parse: integer(1, 36_500),
  }),
  rateLimit: define<number>({
    name: 'RATE_LIMIT',
    about: 'Requests to the REST API that a listener may make in a minute; music and covers do not count.',
    shown: '600',
    allowed: 'a whole number from 1 to 1000000000',
    fallback: 600,
    parse: integer(1, 1_000_000_000),
  }),
  logLevel: define<LogLevel>({
    name: 'LOG_LEVEL',
    about: 'How much is logged.',
    shown: 'info',
    allowed: LOG_LEVELS.join(', '),
    fallback: 'info',
    parse: (value) => LOG_LEVELS.find((level) => level === value),
  }),
};

const PREFIX = 'CANTIGA_';

/**
 * Parses the environment.
 * @throws {ConfigError} for a value that is not allowed, and for a `CANTIGA_` variable that does not exist.
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
  refuseUnknown(env);
  const entries = Object.entries(VARIABLES as Record<string, Variable<unknown>>).map(([key, variable]) => {
    const value = env[PREFIX + variable.name];
    if (value === undefined || value === '') return [key, variable.fallback];
    const parsed = variable.parse(value);
    if (parsed === undefined) {
      const shown = variable.secret ? `has a value of ${value.length} characters` : `is "${value}"`;
      throw new ConfigError(`${PREFIX}${variable.name} ${shown}, but must be ${variable.allowed}.`);
    }
    return [key, parsed];
  });
  return Object.fromEntries(entries) as Config;
}

function refuseUnknown(env: Record<string, string | undefined>): void {
  const known = new Set(Object.values(VARIABLES).map((variable) => PREFIX + variable.name));
  // CANTIGA_TEST_* belongs to the test suite.
  const unknown = Object.keys(env).find(
    (name) => name.startsWith(PREFIX) && !name.startsWith(`${PREFIX}TEST_`) && !known.has(name),
  );
  if (unknown !== undefined) {
    throw new ConfigError(
      `${unknown} is not a setting of Cantiga. There are: ${[...known].sort().join(', ')}.`,
    );
  }
}

/**
 * Makes the data folder where there is none.
 * @throws {ConfigError} when it is no folder or cannot be written; {StartupError} when a backup is half restored to it
 */
export function prepareData(folder: string): void {
  refuseUnfinished(folder);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(`CANTIGA_DATA is "${folder}", but must be a folder that can be written (${code}).`);
  }
}

/**
 * The secret of this engine: the configured one, else the one in `DATA/secret`, made when it is not there.
 * @throws {ConfigError} when the file holds no secret.
 */
export function loadSecret(config: Config): string {
  if (config.secret !== '') return config.secret;
  mkdirSync(config.data, { recursive: true, mode: 0o700 });
  const file = join(config.data, 'secret');
  if (!existsSync(file)) {
    // It gets its name when it is whole, also on a full disk.
    const draft = `${file}.${process.pid}`;
    try {
      writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true });
      linkSync(draft, file);
    } catch (error) {
      // Another process of the same data folder was faster.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  chmodSync(file, 0o600);
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length < 32) {
    throw new ConfigError(
      `${file} holds no secret. Restore it from a backup, or delete it: every device then signs in anew.`,
    );
  }
  return secret;
}
