import type { Middleware, ServiceBroker } from 'moleculer';
import { CantigaError } from '../errors.ts';

/** Bytes of one message that a NATS server takes unless it is told otherwise (`max_payload`). */
const NATS_MAX_PAYLOAD = 1024 * 1024;

interface Sent {
  packet?: { type: string; target: string; payload: { id?: string; meta?: object; success?: boolean } };
}
type Send = (topic: string, data: Buffer, meta: Sent) => Promise<void>;

/**
 * An answer that is too large for the bus becomes an error that its caller gets at once, instead of silence until the
 * timeout. Stands inside of compression, so that it sees what is really sent.
 */
export function payloadLimit(limit = NATS_MAX_PAYLOAD): Middleware {
  let broker: ServiceBroker;
  return {
    name: 'PayloadLimit',
    created(of: ServiceBroker) {
      broker = of;
    },
    transporterSend(next: Send): Send {
      return (topic, data, meta) => {
        if (data.length <= limit) return next(topic, data, meta);
        const error = new CantigaError(
          'TOO_LARGE',
          `A message of ${data.length} bytes is too large for the bus.`,
        );
        const { type, target, payload } = meta.packet ?? {};
        if (type !== 'RES' || !payload?.success) return Promise.reject(error);
        return broker.transit!.sendResponse(target!, payload.id!, payload.meta ?? {}, {}, {}, error);
      };
    },
  } as unknown as Middleware;
}
