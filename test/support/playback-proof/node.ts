import { env, exit } from 'node:process';
import type { ServiceSchema } from 'moleculer';
import { createBroker } from '../../../broker.ts';
import { type Config, parseConfig } from '../../../config.ts';
import type { Principal } from '../../../services/actions.ts';
import { signPrincipal } from '../../../services/auth/tokens.ts';
import playback from '../../../services/playback/playback.service.ts';
import type { Room } from '../../../services/playback/room.ts';

// A process of the engine with playback alone, which is told by messages what to call.

/** What the process is asked, and what it answers. */
export interface Call {
  n: number;
  /** An action, or `caughtUp`. */
  name: string;
  params: object;
  as: Principal;
}
export type Answer =
  | { n: number; result: unknown }
  | { n: number; error: { type: string; retryable: boolean } };

const config: Config = {
  ...parseConfig({}),
  ...(JSON.parse(env.PROOF_CONFIG!) as Config),
  logLevel: 'fatal',
};
const broker = createBroker(config, 'engine');
broker.createService(playback as ServiceSchema);
await broker.start();
const service = broker.getLocalService('playback') as unknown as { room: Room };

process.on('message', async ({ n, name, params, as }: Call) => {
  const token = signPrincipal(broker.config.secret, as, 600);
  try {
    const result =
      name === 'caughtUp'
        ? await service.room.caughtUp()
        : await broker.call(name, params, { meta: { token } });
    answer({ n, result: result ?? null });
  } catch (error) {
    const { type = '', retryable = false } = error as { type?: string; retryable?: boolean };
    answer({ n, error: { type, retryable } });
  }
});
/** Whoever asked may have left. */
const answer = (message: Answer) => process.connected && process.send!(message);
process.on('disconnect', async () => {
  await broker.stop();
  exit(0);
});
process.send!('ready');
