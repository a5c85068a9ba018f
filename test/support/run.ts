import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { argv, env, execPath, exit, getuid } from 'node:process';
import { installCommand, isMissing, TOOLS, type Tool } from './need.ts';
import { startMongo, type TestServer } from './servers.ts';

// `npm test`: brings up what the tests need, runs them (the fast ones first), and tells what was left out.
// `npm test -- PATH …` runs just those, with any options of jest.

const ROOT = resolve(import.meta.dirname, '../..');
const JEST = join(ROOT, 'node_modules/jest/bin/jest.js');
const RUNS = [
  ['test/unit/', '--maxWorkers=2'],
  ['test/integration/', '--maxWorkers=2'],
  ['test/cluster/', 'test/e2e/[^/]+$', 'test/e2e/player/(?!audio|devices)', '--maxWorkers=2'],
  // What is heard, when, and what a full disk does to all who write to it, is tested with nothing beside it.
  ['test/e2e/(disk/|player/(audio|devices))', '--runInBand'],
];

/** Milliseconds that one run of jest may take, so that a test that hangs is a failure and not a wait. */
const LONGEST_RUN = 15 * 60_000;

/** Root reads every file, whatever its mode. Tests of files that may not be read need one who does not. */
const DAC = '-dac_override,-dac_read_search';
const LESSER_ROOT =
  getuid?.() === 0 && existsSync('/usr/bin/setpriv')
    ? ['/usr/bin/setpriv', '--bounding-set', DAC, '--inh-caps', DAC, execPath]
    : [];

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/** What jest writes with `--json`, as far as it is used here. */
interface JestResult {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  /** Files that failed before any test of theirs ran. */
  numRuntimeErrorTestSuites: number;
}

const work = mkdtempSync(join(tmpdir(), 'cantiga-run-'));
const skips = join(work, 'skips');
writeFileSync(skips, '');
env.CANTIGA_TEST_SKIPS = skips;

installMissing();
buildPlayer();
const mongo = await provideMongo();
const totals = { passed: 0, failed: 0, skipped: 0 };
try {
  const wanted = argv.slice(2);
  const runs = wanted.length > 0 ? [wanted] : RUNS;
  for (const args of runs) add(await jest(args));
} finally {
  await mongo?.stop();
}
const left = [...new Set(readFileSync(skips, 'utf8').split('\n').filter(Boolean))];
rmSync(work, { recursive: true });
if (left.length > 0) console.log(`\nSKIPPED\n${left.map((reason) => `  ${reason}`).join('\n')}`);
console.log(`\n${summary(totals)}`);
exit(totals.failed > 0 ? 1 : 0);

/** The player is built once, and not by each engine that a test starts. */
function buildPlayer(): void {
  const { status } = spawnSync(execPath, [join(ROOT, 'web/build/build.ts'), '--if-stale', '--quiet'], {
    stdio: 'inherit',
  });
  if (status !== 0) exit(1);
}

/** On Debian as root (CI, a container), installs the tools that are not there. */
function installMissing(): void {
  const missing = (Object.keys(TOOLS) as Tool[]).filter(isMissing);
  if (missing.length === 0 || !existsSync('/etc/debian_version') || getuid?.() !== 0) return;
  console.log(`Installing ${missing.join(', ')} …`);
  const command = installCommand(missing).replace('install', 'install --yes --quiet');
  const options = {
    shell: true,
    stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'],
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get update --quiet', options);
  // What could not be installed is found missing by the tests that need it.
  spawnSync(`${command} -o DPkg::Lock::Timeout=300`, options);
}

/** One MongoDB for the whole run. Where there can be none, the tests are told. */
async function provideMongo(): Promise<TestServer | undefined> {
  if (env.CANTIGA_TEST_MONGO_URL || isMissing('mongo')) return undefined;
  try {
    const server = await startMongo();
    env.CANTIGA_TEST_MONGO_URL = server.url;
    return server;
  } catch (error) {
    console.error('The stand-in for MongoDB does not start:', error);
    env.CANTIGA_TEST_MISSING = 'mongo';
    return undefined;
  }
}

async function jest(args: string[]): Promise<JestResult | undefined> {
  const report = join(work, 'report.json');
  rmSync(report, { force: true });
  const child = spawn(
    LESSER_ROOT[0] ?? execPath,
    [
      ...LESSER_ROOT.slice(1),
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      JEST,
      '--passWithNoTests',
      '--json',
      `--outputFile=${report}`,
      ...args,
    ],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], timeout: LONGEST_RUN },
  );
  await new Promise((done) => child.on('exit', done));
  return child.signalCode === null && existsSync(report)
    ? (JSON.parse(readFileSync(report, 'utf8')) as JestResult)
    : undefined;
}

function add(result: JestResult | undefined): void {
  // No result: jest itself broke down or hung.
  totals.passed += result?.numPassedTests ?? 0;
  totals.failed += result ? result.numFailedTests + result.numRuntimeErrorTestSuites : 1;
  totals.skipped += result ? result.numPendingTests + result.numTodoTests : 0;
}

function summary({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
