import { ServiceBroker, type ServiceSchema } from 'moleculer';
import { type Config, loadSecret, prepareData } from './config.ts';
import { brokerOptions, type Role } from './moleculer.config.ts';
import { SERVICE_SECONDS, signPrincipal } from './services/auth/tokens.ts';

/** A broker of this engine: knows its configuration and signs for its services. Not yet started. */
export function createBroker(config: Config, role: Role): ServiceBroker {
  if (role === 'engine') prepareData(config.data);
  const complete = { ...config, secret: loadSecret(config) };
  const broker = new ServiceBroker(brokerOptions(complete, role));
  broker.config = complete;
  broker.serviceToken = tokenMaker(complete.secret);
  return broker;
}

/** Loads services by the names of their folders, in this order. */
export async function loadServices(broker: ServiceBroker, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const module = (await import(`./services/${name}/${name}.service.ts`)) as { default: ServiceSchema };
    broker.createService(module.default);
  }
}

/**
 * Starts a broker.
 * @throws what keeps a service from starting. Moleculer logs it with its stack besides; here it is for the caller to tell.
 */
export async function startBroker(broker: ServiceBroker): Promise<void> {
  const { logger } = broker;
  broker.logger = {
    ...logger,
    error: (...args: unknown[]) => {
      if (args[0] !== 'Unable to start all services.') logger.error(...args);
    },
  };
  try {
    await broker.start();
  } finally {
    broker.logger = logger;
  }
}

/** Service tokens, signed anew when half of their life is over. */
function tokenMaker(secret: string): (service: string) => string {
  const renewAfter = (SERVICE_SECONDS / 2) * 1000;
  const tokens = new Map<string, { token: string; at: number }>();
  return (service) => {
    const known = tokens.get(service);
    const now = performance.now();
    if (known !== undefined && now - known.at < renewAfter) return known.token;
    const token = signPrincipal(secret, { id: service, name: service, roles: ['service'] }, SERVICE_SECONDS);
    tokens.set(service, { token, at: now });
    return token;
  };
}
