import type { ServiceBroker } from 'moleculer';
import type { NatsConnection } from 'nats';
import { StartupError } from '../errors.ts';

/** Options of a connection to NATS: of Moleculer's transporter, and of the client behind it. */
export interface NatsOptions {
  servers: string[];
  user: string | undefined;
  pass: string | undefined;
  tls: object | undefined;
  maxReconnectAttempts: number;
  reconnectTimeWait: number;
  timeout: number;
}

/** @param urls as in CANTIGA_NATS_URL, separated by commas */
export function natsOptions(urls: string): NatsOptions {
  const parsed = urls.split(',').map((each) => new URL(each));
  const first = parsed[0]!;
  return {
    // The stock parser of URLs drops tls:// and does not decode passwords, so each part is handed over by itself.
    servers: parsed.map(({ host }) => host),
    user: first.username === '' ? undefined : decodeURIComponent(first.username),
    pass: first.password === '' ? undefined : decodeURIComponent(first.password),
    tls: parsed.some(({ protocol }) => protocol === 'tls:') ? {} : undefined,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 1000,
    timeout: 5000,
  };
}

/**
 * Connects once and leaves again. Before the broker starts, as a broker would retry in silence for ever.
 * @throws {StartupError} when NATS does not answer, or refuses
 */
export async function reachNats(options: NatsOptions): Promise<void> {
  // Loaded only where it is used.
  const { connect, ErrorCode } = await import('nats');
  const place = options.servers.join(', ');
  try {
    const connection = await connect({ ...options, tls: options.tls ?? null });
    await connection.close();
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    throw new StartupError(
      code === ErrorCode.AuthorizationViolation
        ? `NATS at ${place} does not accept the user name or the password in CANTIGA_NATS_URL.`
        : `NATS does not answer at ${place} (${message}). Is it running, and is CANTIGA_NATS_URL right?`,
    );
  }
}

/** Tells in the log when the connection of a broker to NATS is lost, and when it is back; it is tried for ever. */
export function tellOfNats({ transit, logger }: ServiceBroker, { servers }: NatsOptions): void {
  const { client } = transit!.tx as unknown as { client: NatsConnection };
  const place = servers.join(', ');
  const follow = async () => {
    for await (const { type } of client.status()) {
      if (type === 'disconnect')
        logger.warn(
          `NATS at ${place} is gone. Services in other processes are out of reach until it is back.`,
        );
      else if (type === 'reconnect') logger.warn(`NATS at ${place} is back.`);
    }
  };
  void follow();
}
