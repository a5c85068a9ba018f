import { resolve } from 'node:path';
import { Command } from 'commander';
import { backUp } from '../backup/backup.ts';
import { parseConfig } from '../config.ts';
import { StartupError } from '../errors.ts';
import { partProgress } from './progress.ts';
import { runTool } from './tool.ts';

// `npm run backup -- FOLDER`: all that the engine keeps, while it runs or not.

const program = new Command('backup')
  .description('Back up all databases and the secret, while the engine runs or not.')
  .argument('<folder>', 'to write to; it must not be there yet')
  .showHelpAfterError()
  .action(async (folder: string) => {
    const { data, mongoUrl } = parseConfig(process.env);
    if (mongoUrl !== undefined) {
      throw new StartupError(
        'The data is in MongoDB (CANTIGA_MONGO_URL). Back it up with mongodump; docs/backup.md says how, and in which order.',
      );
    }
    const began = performance.now();
    const progress = partProgress('Copying');
    const { files, size, hasSecret } = await backUp(data, resolve(folder), progress.update).finally(
      progress.end,
    );
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(
      `Backed up to ${folder}: ${files.length} files, ${(size / 1e6).toFixed(1)} MB, ${seconds} s.`,
    );
    if (!hasSecret) console.log('The secret is not in it: keep CANTIGA_SECRET with it.');
  });

await runTool(async () => {
  await program.parseAsync();
});
