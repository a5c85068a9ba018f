import { basename, resolve } from 'node:path';
import type { ServiceBroker } from 'moleculer';
import { createBroker, loadServices, startBroker } from './broker.ts';
import { parseConfig } from './config.ts';
import { StartupError } from './errors.ts';
import { releaseMemoryWhenIdle } from './idle-memory.ts';
import { reasonOf } from './start-failure.ts';

/** In the order in which they are loaded: those with a database first, as it opens while the others load. */
const ROOMS = ['auth', 'library', 'catalog', 'profiles', 'playlists', 'playback', 'media', 'gateway'];
const LONGEST_STOP = 4500;

/** Runs the engine as this process: every room, or those whose folders are named. */
export async function main(args: string[]): Promise<void> {
  try {
    await run(args);
  } catch (error) {
    console.error('\nCantiga cannot start.', reasonOf(error) ?? error, '\n');
    process.exit(1);
  }
}

async function run(args: string[]): Promise<void> {
  const rooms = chooseRooms(args);
  const config = parseConfig(process.env);
  const broker = createBroker(config, 'engine');
  // An error that no one caught is logged with its stack; the listeners of other streams go on.
  process.on('unhandledRejection', (error) =>
    broker.logger.error('A promise failed that nobody waited for.', error),
  );
  stopOnSignals(broker);
  await loadServices(broker, rooms);
  await startBroker(broker);
  releaseMemoryWhenIdle();
  const gateway = broker.getLocalService('gateway') as unknown as { open(): Promise<string> } | undefined;
  if (gateway !== undefined) console.log(`\nCantiga listens on ${await gateway.open()}\n`);
}

/** @throws {StartupError} for a room that does not exist, and for a gateway without its media */
function chooseRooms(args: string[]): string[] {
  if (args.length === 0) return ROOMS;
  const wanted = args.map((arg) => basename(resolve(arg)));
  const unknown = wanted.find((room) => !ROOMS.includes(room));
  if (unknown !== undefined) {
    throw new StartupError(
      `There is no service '${unknown}'. There are: ${ROOMS.map((room) => `services/${room}`).join(' ')}.`,
    );
  }
  if (wanted.includes('gateway') && !wanted.includes('media')) {
    throw new StartupError('A process that runs services/gateway runs services/media too: add it.');
  }
  return ROOMS.filter((room) => wanted.includes(room));
}

function stopOnSignals(broker: ServiceBroker): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    // Who has not started has no listeners to take leave of, and files that are whole at every moment.
    if (!broker.started) process.exit(0);
    // Streams that do not end by themselves must not hold up the rest for longer.
    setTimeout(() => process.exit(0), LONGEST_STOP).unref();
    await broker.stop();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
