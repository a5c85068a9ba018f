import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import type { ServiceBroker, ServiceSchema } from 'moleculer';
import { createBroker } from '../../broker.ts';
import { parseConfig } from '../../config.ts';
import type { ActionName, Actions, Principal } from '../../services/actions.ts';
import { signPrincipal } from '../../services/auth/tokens.ts';
import type { StoreUnderTest } from './stores.ts';

export type Caller = <N extends ActionName>(
  name: N,
  params: Actions[N]['params'],
) => Promise<Actions[N]['result']>;

/** Some services on a broker of the engine, with stores of their own. */
export interface Rooms {
  broker: ServiceBroker;
  secret: string;
  /** Calls without a token. */
  anyone: Caller;
  /** Calls with a token. */
  withToken(token: string): Caller;
  /** Calls as somebody. */
  as(principal: Principal): Caller;
  /** Calls as a service. */
  service: Caller;
  /** Starts the same services anew on the same stores; `between` is done while none runs. */
  restart(between?: () => Promise<void>): Promise<Rooms>;
  stop(): Promise<void>;
}

/** Starts services in this process, with the middlewares that they have in the engine. */
export async function startRooms(store: StoreUnderTest, ...schemas: object[]): Promise<Rooms> {
  const { config, cleanup } = await store.open();
  const secret = randomBytes(32).toString('hex');
  const complete = {
    ...parseConfig({}),
    ...config,
    secret,
    logLevel: 'fatal',
    adminPassword: 'first password',
  } as const;
  const start = async (): Promise<Rooms> => {
    const broker = createBroker(complete, 'engine');
    for (const schema of schemas) broker.createService(schema as ServiceSchema);
    await broker.start();
    const caller =
      (meta: object): Caller =>
      async (name, params) =>
        broker.call(name, params as object, { meta });
    const withToken = (token: string) => caller({ token });
    const as = (principal: Principal) => withToken(signPrincipal(secret, principal, 600));
    return {
      broker,
      secret,
      anyone: caller({}),
      withToken,
      as,
      service: as({ id: 'test', name: 'test', roles: ['service'] }),
      async restart(between) {
        await broker.stop();
        await between?.();
        return start();
      },
      async stop() {
        await broker.stop();
        await cleanup();
      },
    };
  };
  return start();
}

/** An error of that type, for `rejects`. */
export function errorOf(type: string, data?: object): Error {
  return expect.objectContaining({ type, ...(data && { data }) }) as unknown as Error;
}

/** Repeats a check until it is true, for so many seconds. */
export async function eventually(check: () => Promise<boolean>, seconds = 10): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`It did not come true in ${seconds} seconds.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
