import { resolve } from 'node:path';
import { Command } from 'commander';
import { restore } from '../backup/restore.ts';
import { parseConfig } from '../config.ts';
import { StartupError } from '../errors.ts';
import { partProgress } from './progress.ts';
import { runTool } from './tool.ts';

// `npm run restore -- FOLDER`: what a backup holds, in the place of what is there.

const program = new Command('restore')
  .description('Put a backup in the place of what is in the data folder. The engine must not run.')
  .argument('<folder>', 'the backup')
  .option('--force', 'replace the data that is there')
  .showHelpAfterError()
  .action(async (folder: string, { force = false }: { force?: boolean }) => {
    const { data, mongoUrl } = parseConfig(process.env);
    if (mongoUrl !== undefined) {
      throw new StartupError(
        'The data is in MongoDB (CANTIGA_MONGO_URL). Restore it with mongorestore; docs/backup.md says how.',
      );
    }
    const progress = partProgress('Restoring');
    const { created, files } = await restore(data, resolve(folder), {
      ...{ force, onProgress: progress.update },
    }).finally(progress.end);
    console.log(`Restored to ${data}: the data of ${created}. Start the engine.`);
    if (!files.some(({ name }) => name === 'secret'))
      console.log('The secret is not in it: start with the CANTIGA_SECRET of that time.');
  });

await runTool(async () => {
  await program.parseAsync();
});
