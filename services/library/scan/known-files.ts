import type { KnownFile } from './compare.ts';
import { COLUMN, COLUMNS, type Rows } from './rows.ts';
import { READ_AGAIN } from './stamp.ts';
import type { FoundFile } from './walk.ts';

/** Rows that came together. */
interface Page {
  names: string;
  numbers: Float64Array;
  besides: string[];
  ids: string;
  /** `ids` taken apart, when one of them is asked for. */
  split?: string[];
}

/** Rows of one folder that follow each other. */
interface Run {
  page: Page;
  from: number;
  to: number;
}

/**
 * What is known of the files of a music folder, by the folders in it. Most folders of most scans are as they were: that
 * is found out without taking the rows apart.
 */
export class KnownFiles {
  readonly #runs = new Map<string, Run[]>();
  readonly #held = new Set<string>();

  add({ dirs, ids, names, besides, numbers }: Rows): void {
    const page = { names, numbers, besides: besides.split('\0'), ids };
    const rows = numbers.length / COLUMNS;
    let from = 0;
    for (const [index, dir] of dirs.split('\0').entries()) {
      let to = from;
      while (to < rows && numbers[to * COLUMNS + COLUMN.dir] === index) to++;
      const run = { page, from, to };
      const others = this.#runs.get(dir);
      if (others === undefined) this.#runs.set(dir, [run]);
      else others.push(run);
      from = to;
    }
  }

  /** Keeps what is known of a folder: something else is known there, that must be compared too. */
  hold(dir: string): void {
    this.#held.add(dir);
  }

  /**
   * Whether the files found in a folder are just those that are known there, unchanged. Then they are forgotten, as
   * there is nothing left to say of them.
   */
  settle(dir: string, found: readonly FoundFile[]): boolean {
    const runs = this.#runs.get(dir);
    if (runs === undefined || this.#held.has(dir) || !areSame(runs, found)) return false;
    this.#runs.delete(dir);
    return true;
  }

  /** Those of all folders that are not settled. */
  *rest(): Generator<KnownFile> {
    for (const [dir, runs] of this.#runs) {
      for (const { page, from, to } of runs) {
        page.split ??= page.ids.split('\0');
        for (let row = from; row < to; row++) {
          const at = row * COLUMNS;
          yield {
            id: page.split[row]!,
            dir,
            name: page.names.slice(page.numbers[at + COLUMN.name], endOfName(page, at)),
            size: page.numbers[at + COLUMN.size]!,
            mtimeMs: page.numbers[at + COLUMN.mtime]!,
            beside: page.besides[page.numbers[at + COLUMN.beside]!]!,
            missing: page.numbers[at + COLUMN.missing] === 1,
          };
        }
      }
    }
  }
}

function endOfName({ names, numbers }: Page, at: number): number {
  const next = at + COLUMNS;
  return next < numbers.length ? numbers[next + COLUMN.name]! - 1 : names.length;
}

/** Whether each file found is a known one and the other way round. No two files found have the same name. */
function areSame(runs: readonly Run[], found: readonly FoundFile[]): boolean {
  const known = runs.reduce((sum, { from, to }) => sum + to - from, 0);
  if (known !== found.length) return false;
  if (runs.length === 1) {
    const [{ page, from, to }] = runs as [Run];
    // Known in the order in which they are found, as is usual.
    if (found.every((file, index) => isSame(page, (from + index) * COLUMNS, file))) return true;
    return found.every((file) => isIn(page, from, to, file));
  }
  return found.every((file) => runs.some(({ page, from, to }) => isIn(page, from, to, file)));
}

function isIn(page: Page, from: number, to: number, file: FoundFile): boolean {
  for (let row = from; row < to; row++) if (isSame(page, row * COLUMNS, file)) return true;
  return false;
}

function isSame(page: Page, at: number, { name, size, mtimeMs, beside }: FoundFile): boolean {
  const { names, numbers, besides } = page;
  const start = numbers[at + COLUMN.name]!;
  const before = besides[numbers[at + COLUMN.beside]!]!;
  return (
    numbers[at + COLUMN.mtime] === mtimeMs &&
    numbers[at + COLUMN.size] === size &&
    numbers[at + COLUMN.missing] === 0 &&
    endOfName(page, at) - start === name.length &&
    names.startsWith(name, start) &&
    before === beside &&
    before !== READ_AGAIN
  );
}
