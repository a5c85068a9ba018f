import type { Middleware, ServiceBroker } from 'moleculer';

/** Lets services say their last to others before any of them is stopped: those that have a method `leave`. */
export function leaving(): Middleware {
  return {
    name: 'Leaving',
    async stopping(broker: ServiceBroker) {
      const services = broker.services as unknown as { leave?(): Promise<void> }[];
      await Promise.allSettled(services.map((service) => service.leave?.()));
    },
  };
}
