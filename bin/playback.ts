import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { parseConfig } from '../config.ts';
import { readJournal } from '../mixins/journal/open.ts';
import { asCsv, asNdjson, exportedEvents } from '../services/playback/export.ts';
import { MODELS } from '../services/playback/models.ts';
import { verifyPlayback } from '../services/playback/verify.ts';
import { withEngine } from './engine.ts';
import { runTool } from './tool.ts';
import { verifyProgress, verifyReport } from './verify-report.ts';

// `npm run playback -- …`: proves, mends and exports what playback keeps.

/** Milliseconds for which a read model may be behind its journal before that is said of it. */
const PATIENCE = 3000;
const NAMES = MODELS.map(({ model }) => model.name);

const program = new Command('playback')
  .description('What playback keeps: its journal, and the read models that follow from it.')
  .showHelpAfterError();

program
  .command('verify')
  .description('Prove that every read model equals a fold of the journal, or say where it does not.')
  .option('--limit <n>', 'findings that are shown of each', wholeNumber, 10)
  .option('--json', 'answer in JSON')
  .action(async ({ limit, json }: { limit: number; json?: true }) => {
    const began = performance.now();
    const progress = verifyProgress();
    const config = parseConfig(process.env);
    const verified = await verifyPlayback(config, {
      ...{ limit, patience: PATIENCE, onProgress: progress.update },
    }).finally(progress.end);
    const seconds = (performance.now() - began) / 1000;
    console.log(json ? JSON.stringify({ ...verified, seconds }) : verifyReport(verified, seconds));
    if (!verified.equal) process.exitCode = 1;
  });

program
  .command('rebuild')
  .description('Build read models anew from the journal. The old ones serve until the new ones are as far.')
  .argument('[model...]', `which of ${NAMES.join(', ')}; all when none is named`, chosen, [])
  .action((models: string[]) =>
    withEngine(['auth', 'playback'], async (call) => {
      for (const model of models.length > 0 ? models : NAMES) {
        const { documents, differing, seconds } = await call('playback.rebuild', { model });
        const said = differing === 0 ? 'equal to the old one' : `${differing} differed in the old one`;
        console.log(`${model.padEnd(10)} ${documents} documents, ${said}. ${seconds.toFixed(1)} s`);
      }
    }),
  );

program
  .command('export')
  .description('Write the events of the journal, as they are stored, to the standard output.')
  .addOption(new Option('--format <format>').choices(['ndjson', 'csv']).default('ndjson'))
  .option('--from <time>', 'only what was stored from then on, such as 2026-11-01 or 2026-11-01T12:00Z', time)
  .option('--to <time>', 'only what was stored before', time)
  .option('--user <id>', 'only what belongs to this listener (us-…)')
  .action(async ({ format, ...wanted }: ExportOptions) => {
    const log = await readJournal(parseConfig(process.env), 'playback');
    try {
      const events = exportedEvents(log, wanted);
      await pipeline(format === 'csv' ? asCsv(events) : asNdjson(events), process.stdout, { end: false });
    } catch (error) {
      // Whoever reads has seen enough.
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
    } finally {
      await log.close();
    }
  });

interface ExportOptions {
  format: 'ndjson' | 'csv';
  from?: number;
  to?: number;
  user?: string;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

function time(text: string): number {
  const ms = Date.parse(text);
  if (!/^\d{4}-/.test(text) || Number.isNaN(ms))
    throw new InvalidArgumentError('It must be a time, as in RFC 3339.');
  return ms;
}

function chosen(name: string, before: string[]): string[] {
  if (!NAMES.includes(name)) throw new InvalidArgumentError(`There are ${NAMES.join(', ')}.`);
  return [...before, name];
}

await runTool(async () => {
  await program.parseAsync();
});
