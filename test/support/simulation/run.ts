import { argv, exit, stdout } from 'node:process';
import { Command, InvalidArgumentError, Option } from 'commander';
import { MUTANTS, plant } from './mutants.ts';

const integer = (text: string) => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Not a whole number.');
  return Number(text);
};

const { from, count, first, mutant } = new Command()
  .description('Simulates journal and actors on bad days, once for each seed.')
  .option('--from <seed>', 'the first seed', integer, 1)
  .option('--count <n>', 'how many', integer, 1)
  .option('--first', 'ends with the first seed that fails')
  .addOption(new Option('--mutant <name>', 'with a bug in the code').choices(Object.keys(MUTANTS)))
  .parse(argv)
  .opts<{ from: number; count: number; first?: true; mutant?: string }>();

plant(mutant);
const [{ simulate }, { TALLIES }, { PLAYBACK }] = await Promise.all([
  import('./simulate.ts'),
  import('./tallies.ts'),
  import('./playback.ts'),
]);

const totals = { steps: 0, commands: 0, answered: 0, events: 0 };
let failed = 0;
for (let seed = from; seed < from + count; seed++) {
  const found: string[] = [];
  try {
    for (const { violations, ...figures } of [
      await simulate(TALLIES, seed),
      await simulate(PLAYBACK, seed),
    ]) {
      for (const name of Object.keys(totals) as (keyof typeof totals)[]) totals[name] += figures[name];
      found.push(...violations);
    }
  } catch (error) {
    found.push(String(error));
  }
  if (found.length === 0) continue;
  failed++;
  stdout.write(`seed ${seed}:\n${found.map((text) => `  ${text}\n`).join('')}`);
  if (first) break;
}
stdout.write(`${count} seeds, ${failed} failed; ${JSON.stringify(totals)}\n`);
exit(failed > 0 ? 1 : 0);
