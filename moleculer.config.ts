import { hostname } from 'node:os';
import type { BrokerOptions, Middleware } from 'moleculer';
import * as Moleculer from 'moleculer';
import { LocalBus } from './bus/local-bus.ts';
import { busPath } from './bus/location.ts';
import { natsOptions, reachNats, tellOfNats } from './bus/nats.ts';
import type { Config } from './config.ts';
import { leaving } from './middlewares/leaving.ts';
import { payloadLimit } from './middlewares/payload-limit.ts';
import { permissions } from './middlewares/permissions.ts';
import { placement } from './middlewares/placement.ts';
import { suspicion } from './middlewares/suspicion.ts';
import { verifyPrincipal } from './services/auth/tokens.ts';

/** What this process is: the engine or a node of it, or a guest that only calls (the REPL, a command line tool). */
export type Role = 'engine' | 'guest';

/** The options of every broker. `config.secret` must be loaded. */
export function brokerOptions(config: Config, role: Role): BrokerOptions {
  const verify = (token: string) => verifyPrincipal(config.secret, token);
  const { transporter, middlewares } =
    config.natsUrl === undefined ? local(config.data, role) : nats(config.natsUrl);
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
    transporter,
    serializer: 'CBOR',
    requestTimeout: 10_000,
    heartbeatInterval: 5,
    heartbeatTimeout: 15,
    // What is being answered when a node stops is finished first.
    tracking: { enabled: true, shutdownTimeout: 3000 },
    skipProcessEventRegistration: true,
    middlewares: [permissions(verify), placement(verify), leaving(), ...middlewares],
    replOptions: { delimiter: 'cantiga $' },
  };
}

/** What joins processes, and what it needs around it. */
type Bus = Required<Pick<BrokerOptions, 'transporter' | 'middlewares'>>;

function local(data: string, role: Role): Bus {
  const bus = new LocalBus({ path: busPath(data), role });
  return {
    transporter: bus as unknown as Bus['transporter'],
    middlewares: [{ name: 'LocalBus', starting: () => bus.open() }],
  };
}

function nats(urls: string): Bus {
  const options = natsOptions(urls);
  return {
    transporter: { type: 'NATS', options },
    middlewares: [
      {
        name: 'Nats',
        starting: () => reachNats(options),
        started: async (broker) => tellOfNats(broker, options),
      },
      suspicion(),
      payloadLimit(),
      compression(),
    ],
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
    'TX-COMPRESS',
  ];
  const quiet = level === 'debug' || level === 'trace' ? level : 'warn';
  return { ...Object.fromEntries(internals.map((name) => [name, quiet])), '**': level };
}
