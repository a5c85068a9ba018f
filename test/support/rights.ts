import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';

const NOBODY = 65_534;

/**
 * Nothing is forbidden to a root with all capabilities, so there the work is done with the rights of nobody.
 * @param work what it does by `asOwner` is done with our own rights
 */
export async function asSomebodyElse(
  work: (asOwner: (sync: () => void) => void) => Promise<void>,
): Promise<void> {
  const mighty = process.getuid?.() === 0 && readsEverything();
  const be = (user: number) => {
    if (mighty) process.seteuid?.(user);
  };
  be(NOBODY);
  try {
    await work((sync) => {
      be(0);
      sync();
      be(NOBODY);
    });
  } finally {
    be(0);
  }
}

function readsEverything(): boolean {
  const probe = join(mkdtempSync(join(tmpdir(), 'cantiga-probe-')), 'closed');
  writeFileSync(probe, '', { mode: 0 });
  try {
    accessSync(probe, constants.R_OK);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(dirname(probe), { recursive: true });
  }
}
