import type { Config } from '../config.ts';
import type { Database } from './store/types.ts';

export type Permission = 'public' | 'listener' | 'admin' | 'service';

declare module 'moleculer' {
  interface ActionSchema {
    /** Any of these suffices; see middlewares/permissions.ts. */
    permissions?: Permission[];
    /** Milliseconds until the caller gives up. */
    timeout?: number;
    /** Whether it runs on the node that has the listener; see middlewares/placement.ts. */
    placed?: boolean;
  }
  interface ServiceBroker {
    config: Config;
    /** A signed token for calls that a service makes on its own behalf. */
    serviceToken(service: string): string;
  }
  interface Service {
    db: Database;
    /** Of {@link db}, from when the service is made. */
    openingDb: Promise<Database>;
  }
}
