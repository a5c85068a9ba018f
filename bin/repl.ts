import { parseConfig } from '../config.ts';
import { StartupError } from '../errors.ts';
import { signPrincipal } from '../services/auth/tokens.ts';
import { joinEngine } from './engine.ts';
import { runTool } from './tool.ts';

// `npm run repl`: Moleculer's REPL on a running engine. Who can read the engine's secret may do everything, so calls
// made here carry every role.

const TOKEN_SECONDS = 300;

await runTool(async () => {
  const broker = await joinEngine(parseConfig(process.env));
  if (broker === undefined) {
    throw new StartupError(
      'No engine runs on this data folder. Start it with `npm start`, or set CANTIGA_DATA.',
    );
  }
  const { call } = broker;
  broker.call = ((name: string, params: object, options: { meta?: object } = {}) => {
    const principal = { id: 'repl', name: 'repl', roles: ['admin', 'listener', 'service'] } as const;
    const token = signPrincipal(
      broker.config.secret,
      { ...principal, roles: [...principal.roles] },
      TOKEN_SECONDS,
    );
    return call.call(broker, name, params, { ...options, meta: { token, ...options.meta } });
  }) as typeof broker.call;
  broker.repl();
});
