import type { ServiceBroker } from 'moleculer';
import { createBroker, loadServices, startBroker } from '../broker.ts';
import { answers } from '../bus/local-bus.ts';
import { busPath } from '../bus/location.ts';
import { type Config, parseConfig } from '../config.ts';
import { StartupError } from '../errors.ts';
import type { ActionName, Actions } from '../services/actions.ts';

/** Milliseconds. */
const SERVICES_TIMEOUT = 10_000;

/** Calls an action for a listener, by default for `admin`. */
export type CallFor = <N extends ActionName>(
  name: N,
  params: Actions[N]['params'],
  username?: string,
) => Promise<Actions[N]['result']>;

/** Joins the running engine as a guest; undefined when none runs on this data folder. */
export async function joinEngine(config: Config): Promise<ServiceBroker | undefined> {
  if (config.natsUrl === undefined && !(await answers(busPath(config.data)))) return undefined;
  const broker = createBroker(config, 'guest');
  await startBroker(broker);
  return broker;
}

/**
 * Runs `work` against the running engine, or, where none runs, with the named services started for it alone.
 * @throws {StartupError} when neither can be had
 */
export async function withEngine<T>(services: string[], work: (call: CallFor) => Promise<T>): Promise<T> {
  const config = parseConfig(process.env);
  const broker = (await joinEngine(config)) ?? (await startAlone(config, services));
  try {
    await broker.waitForServices(services, SERVICES_TIMEOUT, 50).catch(() => {
      throw new StartupError(`No running node offers ${services.join(', ')}. Is the engine up?`);
    });
    return await work(async (name, params, username = 'admin') => {
      const meta = { token: broker.serviceToken('command-line') };
      const session: Actions['auth.impersonate']['result'] = await broker.call(
        'auth.impersonate',
        { username },
        { meta },
      );
      return broker.call(name, params as object, { meta: { token: session.token } });
    });
  } finally {
    await broker.stop();
  }
}

async function startAlone(config: Config, services: string[]): Promise<ServiceBroker> {
  const broker = createBroker({ ...config, logLevel: 'error' }, 'engine');
  await loadServices(broker, services);
  await startBroker(broker);
  return broker;
}
