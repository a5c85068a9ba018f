import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '../../../errors.ts';

/** Stands in a data folder while the files of a backup take the place of those that are there. */
export const UNFINISHED = join('restoring', 'begun');

/** @throws {StartupError} when some of a folder's files are from a backup and others are not */
export function refuseUnfinished(folder: string): void {
  if (existsSync(join(folder, UNFINISHED))) {
    throw new StartupError(
      `A backup was being restored to ${folder}, and that was not finished. Run \`npm run restore\` again.`,
    );
  }
}
