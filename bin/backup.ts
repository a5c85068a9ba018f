import { resolve } from 'node:path';
import { Command } from 'commander';
import { backUp } from '../backup/backup.ts';
import { type Config, parseConfig } from '../config.ts';
import { partProgress } from './progress.ts';
import { runTool } from './tool.ts';

// `npm run backup -- FOLDER`: all that the engine keeps, while it runs or not.

const program = new Command('backup')
  .description('Back up all databases and the secret, while the engine runs or not.')
  .argument('<folder>', 'to write to; it must not be there yet')
  .showHelpAfterError()
  .action(async (folder: string) => {
    const config = parseConfig(process.env);
    const began = performance.now();
    const progress = partProgress('Copying');
    const { files, size, hasSecret } = await backUpAll(config, resolve(folder), progress.update).finally(
      progress.end,
    );
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(
      `Backed up to ${folder}: ${files.length} files, ${(size / 1e6).toFixed(1)} MB, ${seconds} s.`,
    );
    if (!hasSecret) console.log('The secret is not in it: keep CANTIGA_SECRET with it.');
  });

/** From the store that is configured. */
async function backUpAll(config: Config, folder: string, onProgress: (part: number) => void) {
  const { data, mongoUrl } = config;
  if (mongoUrl === undefined) return backUp(data, folder, onProgress);
  // Loaded only where it is used, as by the engine.
  const { backUpMongo } = await import('../backup/mongo/backup.ts');
  return backUpMongo({ ...config, mongoUrl }, folder, onProgress);
}

await runTool(async () => {
  await program.parseAsync();
});
