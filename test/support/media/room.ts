import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BrokerOptions, type Service, ServiceBroker, type ServiceSchema } from 'moleculer';
import { parseConfig } from '../../../config.ts';
import { toPublicError } from '../../../errors.ts';
import { permissions } from '../../../middlewares/permissions.ts';
import { signPrincipal, verifyPrincipal } from '../../../services/auth/tokens.ts';
import type { BlockCache } from '../../../services/media/blocks.ts';
import type { DiskCache } from '../../../services/media/covers/disk-cache.ts';
import type { Deliveries, Outcome } from '../../../services/media/deliveries.ts';
import type { LocalFiles } from '../../../services/media/files.ts';
import type { Lookup } from '../../../services/media/lookup.ts';
import media from '../../../services/media/media.service.ts';
import type { DeliveryReports, Receiver } from '../../../services/media/reports.ts';

const SECRET = 'a secret that only tests know, 32 characters';

/** The media room behind a plain HTTP server: `/tr-…`, `/tr-…?download`, `/cover/ID?size=…`, `/avatar/NAME`. */
export interface MediaRoom {
  url: string;
  server: Server;
  broker: ServiceBroker;
  service: MediaService;
  /** How each answer ended, in the order in which they did. */
  outcomes: Outcome[];
  stop(): Promise<void>;
}

type Answer<T> = (req: IncomingMessage, res: ServerResponse, what: T) => Promise<Outcome>;

export type MediaService = Service & {
  blocks: BlockCache;
  files: LocalFiles;
  deliveries: Deliveries;
  reports: DeliveryReports;
  diskCache: DiskCache;
  lookup: Lookup;
  deliver: Answer<{ track: string; download: boolean; token: string; receiver: Receiver }>;
  cover: Answer<{ id: string; size?: number; token: string }>;
  avatar: Answer<{ username: string }>;
};

export function testBroker(
  env: Record<string, string>,
  services: ServiceSchema[],
  options: BrokerOptions = {},
): ServiceBroker {
  const config = { ...parseConfig(env), secret: SECRET };
  const broker = new ServiceBroker({
    logger: false,
    serializer: 'CBOR',
    middlewares: [permissions((token) => verifyPrincipal(SECRET, token))],
    skipProcessEventRegistration: true,
    ...options,
  });
  broker.config = config;
  broker.serviceToken = (name) => signPrincipal(SECRET, { id: name, name, roles: ['service'] }, 300);
  for (const schema of services) broker.createService(schema);
  return broker;
}

/** @param env the engine's configuration; CANTIGA_DATA keeps the cover cache */
export async function openMediaRoom(
  env: Record<string, string>,
  others: ServiceSchema[],
  options: BrokerOptions = {},
): Promise<MediaRoom> {
  const broker = testBroker(env, [media as ServiceSchema, ...others], options);
  await broker.start();
  await broker.waitForServices(['library', 'catalog'], 10_000);
  const service = broker.getLocalService('media') as MediaService;
  const outcomes: Outcome[] = [];
  const token = signPrincipal(SECRET, { id: 'us-1', name: 'ada', roles: ['listener'] }, 3600);

  const server = createServer((req, res) => {
    const url = new URL(req.url!, 'http://room');
    const [, kind, id] = url.pathname.split('/').map(decodeURIComponent);
    const size = url.searchParams.get('size');
    const answer = () => {
      if (kind === 'avatar') return service.avatar(req, res, { username: id! });
      if (kind === 'cover') {
        return service.cover(req, res, { id: id!, token, ...(size === null ? {} : { size: Number(size) }) });
      }
      const signedIn = url.searchParams.has('anonymous') ? 'nobody' : token;
      return service.deliver(req, res, {
        track: kind!,
        download: url.searchParams.has('download'),
        token: signedIn,
        receiver: { user: 'us-1', name: 'ada', client: 'test' },
      });
    };
    answer().then(
      (outcome) => outcomes.push(outcome),
      (error: unknown) => {
        const { code, type } = toPublicError(error);
        res.writeHead(code, { 'content-type': 'text/plain' }).end(type);
      },
    );
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 });
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    broker,
    service,
    outcomes,
    async stop() {
      server.closeAllConnections();
      server.close();
      await broker.stop();
    },
  };
}
