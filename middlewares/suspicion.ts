import type { Context, Middleware, ServiceBroker } from 'moleculer';

/** Milliseconds after which a node that does not answer a call is asked if it is there, and for its answer to that. */
const PATIENCE = 1000;

/** What is used of Moleculer's registry, which declares little of it. */
interface Registry {
  discoverer: { remoteNodeDisconnected(node: string, isUnexpected: boolean): void };
}

/**
 * Notices in two seconds that a node has died to which a call is under way. Heartbeats tell only after 15 to 30, and for
 * so long all calls to it would wait for their timeouts. A node that says nothing is taken for gone: calls to it fail, and
 * others go elsewhere, until its next heartbeat.
 */
export function suspicion(): Middleware {
  let broker: ServiceBroker;
  const asked = new Set<string>();
  const ask = async (node: string) => {
    if (asked.has(node)) return;
    asked.add(node);
    const pong = await broker.ping(node, PATIENCE);
    asked.delete(node);
    if (pong === null && broker.transit?.connected)
      (broker.registry as unknown as Registry).discoverer.remoteNodeDisconnected(node, true);
  };
  return {
    name: 'Suspicion',
    created(of: ServiceBroker) {
      broker = of;
    },
    remoteAction(next: (ctx: Context) => Promise<unknown>) {
      return async (ctx: Context & { options: { timeout?: number } }) => {
        const { timeout } = ctx.options;
        const until = performance.now() + (timeout || Number.POSITIVE_INFINITY);
        const timer = setInterval(() => {
          // A call that has timed out ends for its caller, but never here.
          if (performance.now() < until) void ask(ctx.nodeID!);
          else clearInterval(timer);
        }, PATIENCE).unref();
        try {
          return await next(ctx);
        } finally {
          clearInterval(timer);
        }
      };
    },
  } as unknown as Middleware;
}
