import { appendFileSync, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';

/** Programs that some tests run for real, and the Debian packages that have them. */
export const TOOLS = {
  nats: { packages: ['nats-server'], commands: ['nats-server'] },
  mongo: { packages: ['default-jdk-headless', 'maven'], commands: ['java', 'javac', 'mvn'] },
  ffmpeg: { packages: ['ffmpeg'], commands: ['ffmpeg', 'ffprobe'] },
  xmllint: { packages: ['libxml2-utils'], commands: ['xmllint'] },
  chromium: { packages: ['chromium'], commands: ['chromium'] },
  'sublime-music': { packages: ['sublime-music'], commands: ['sublime-music', '/usr/bin/python3'] },
  nginx: { packages: ['nginx'], commands: ['nginx'] },
  python: { packages: ['python3-venv'], commands: ['python3'] },
  wrk: { packages: ['wrk'], commands: ['wrk'] },
} as const;

export type Tool = keyof typeof TOOLS;

/** Debian keeps servers in folders that are not on everyone's PATH. */
const FOLDERS = [...(env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];

function find(command: string): string | undefined {
  if (command.startsWith('/')) return existsSync(command) ? command : undefined;
  return FOLDERS.map((folder) => join(folder, command)).find((path) => existsSync(path));
}

/** Path of an installed command. */
export function commandPath(command: string): string {
  const path = find(command);
  if (path === undefined) throw new Error(`${command} is not installed.`);
  return path;
}

export function isMissing(tool: Tool): boolean {
  if (env.CANTIGA_TEST_MISSING?.split(',').includes(tool)) return true;
  if (tool === 'mongo' && env.CANTIGA_TEST_MONGO_URL) return false;
  return TOOLS[tool].commands.some((command) => find(command) === undefined);
}

/** What a person types to get these tools. */
export function installCommand(tools: readonly Tool[]): string {
  const packages = new Set(tools.flatMap((tool) => TOOLS[tool].packages));
  return `apt-get install --no-install-recommends ${[...packages].join(' ')}`;
}

/**
 * Whether all these tools are there. If not, the run's last words tell what `what` was skipped for; under `CI=true`
 * nothing is skipped.
 * @throws when a tool is missing under `CI=true`
 */
export function have(what: string, ...tools: Tool[]): boolean {
  const missing = tools.filter(isMissing);
  if (missing.length === 0) return true;
  const reason = `${what}: needs ${missing.join(' and ')} (${installCommand(missing)})`;
  if (env.CI === 'true') throw new Error(`Nothing is skipped under CI. ${reason}`);
  tellSkipped(reason);
  return false;
}

/** Puts among the run's last words what is skipped and why. */
export function tellSkipped(reason: string): void {
  if (env.CANTIGA_TEST_SKIPS) appendFileSync(env.CANTIGA_TEST_SKIPS, `${reason}\n`);
  else console.warn(`SKIPPED ${reason}`);
}
