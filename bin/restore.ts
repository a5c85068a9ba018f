import { resolve } from 'node:path';
import { Command } from 'commander';
import { type RestoreOptions, restore } from '../backup/restore.ts';
import { type Config, parseConfig } from '../config.ts';
import { partProgress } from './progress.ts';
import { runTool } from './tool.ts';

// `npm run restore -- FOLDER`: what a backup holds, in the place of what is there.

const program = new Command('restore')
  .description(
    'Put a backup in the place of what is in the data folder, or in MongoDB. The engine must not run.',
  )
  .argument('<folder>', 'the backup')
  .option('--force', 'replace the data that is there')
  .showHelpAfterError()
  .action(async (folder: string, { force = false }: { force?: boolean }) => {
    const config = parseConfig(process.env);
    const progress = partProgress('Restoring');
    const { created, files } = await restoreAll(config, resolve(folder), {
      ...{ force, onProgress: progress.update },
    }).finally(progress.end);
    const place = config.mongoUrl === undefined ? config.data : `MongoDB as '${config.namespace}'`;
    console.log(`Restored to ${place}: the data of ${created}. Start the engine.`);
    if (!files.some(({ name }) => name === 'secret'))
      console.log('The secret is not in it: start with the CANTIGA_SECRET of that time.');
  });

/** To the store that is configured. */
async function restoreAll(config: Config, folder: string, options: RestoreOptions) {
  const { data, mongoUrl } = config;
  if (mongoUrl === undefined) return restore(data, folder, options);
  // Loaded only where it is used, as by the engine.
  const { restoreMongo } = await import('../backup/mongo/restore.ts');
  return restoreMongo({ ...config, mongoUrl }, folder, options);
}

await runTool(async () => {
  await program.parseAsync();
});
