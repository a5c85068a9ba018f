import { hostname } from 'node:os';
import type { BrokerOptions, Middleware } from 'moleculer';
import * as Moleculer from 'moleculer';
import { LocalBus } from './bus/local-bus.ts';
import { busPath } from './bus/location.ts';
import type { Config } from './config.ts';
import { payloadLimit } from './middlewares/payload-limit.ts';
import { permissions } from './middlewares/permissions.ts';
import { verifyPrincipal } from './services/auth/tokens.ts';

/** What this process is: the engine or a node of it, or a guest that only calls (the REPL, a command line tool). */
export type Role = 'engine' | 'guest';

/** The options of every broker. `config.secret` must be loaded. */
export function brokerOptions(config: Config, role: Role): BrokerOptions {
  const bus =
    config.natsUrl === undefined ? new LocalBus({ path: busPath(config.data), role }) : nats(config.natsUrl);
  return {
    namespace: config.namespace,
    nodeID: role === 'engine' && config.nodeId ? config.nodeId : `${hostname()}-${role}-${process.pid}`,
    logger: {
      type: 'Console',
      options: {
        formatter: 'short',
        // Broker internals only when something is wrong; the engine's own services as configured.
        level: role === 'guest' ? 'error' : levels(config.logLevel),
      },
    },
    transporter: bus as unknown as BrokerOptions['transporter'],
    serializer: 'CBOR',
    requestTimeout: 10_000,
    heartbeatInterval: 5,
    heartbeatTimeout: 15,
    // What is being answered when a node stops is finished first.
    tracking: { enabled: true, shutdownTimeout: 3000 },
    skipProcessEventRegistration: true,
    middlewares: [
      permissions((token) => verifyPrincipal(config.secret, token)),
      ...(bus instanceof LocalBus
        ? [{ name: 'LocalBus', starting: () => bus.open() }]
        : [payloadLimit(), compression()]),
    ],
    replOptions: { delimiter: 'cantiga $' },
  };
}

/** Moleculer's declarations leave its transmission middlewares out. */
const { Transmit } = (
  Moleculer as unknown as { Middlewares: { Transmit: { Compression(options: object): Middleware } } }
).Middlewares;

/** Long lists shrink to a tenth; blocks of audio, which do not, are below the threshold. */
function compression(): Middleware {
  return Transmit.Compression({ method: 'deflate', threshold: 300 * 1024 });
}

function levels(level: Config['logLevel']): Record<string, Config['logLevel']> {
  const internals = [
    'BROKER',
    'REGISTRY',
    'TRANSIT',
    'TRANSPORTER',
    'DISCOVERY',
    'CACHER',
    'METRICS',
    'TRACER',
    '$NODE',
  ];
  const quiet = level === 'debug' || level === 'trace' ? level : 'warn';
  return { ...Object.fromEntries(internals.map((name) => [name, quiet])), '**': level };
}

function nats(url: string): object {
  const urls = url.split(',').map((each) => new URL(each));
  const first = urls[0]!;
  return {
    type: 'NATS',
    options: {
      // The stock parser of URLs drops tls:// and does not decode passwords, so each part is handed over by itself.
      servers: urls.map(({ host }) => host),
      user: first.username === '' ? undefined : decodeURIComponent(first.username),
      pass: first.password === '' ? undefined : decodeURIComponent(first.password),
      tls: urls.some(({ protocol }) => protocol === 'tls:') ? {} : undefined,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 1000,
      timeout: 5000,
    },
  };
}
