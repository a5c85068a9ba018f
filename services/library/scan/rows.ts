import type { FileRecord, ProblemDoc } from '../store/collections.ts';
import type { KnownFile } from './compare.ts';

/**
 * What is known of some files of one music folder, on its way to another thread: one long string and one array of
 * numbers cross many times faster than the objects they stand for.
 */
export interface Rows {
  /** Per file: id, folder, name and what lies beside it, parted by NUL, which no path can hold. */
  text: string;
  /** Per file: size, time of change, and 1 when it is missing. */
  numbers: Float64Array<ArrayBuffer>;
}

export function packRows(records: readonly FileRecord[]): Rows {
  const numbers = new Float64Array(records.length * 3);
  let text = '';
  for (const [index, { _id, dir, name, beside, size, mtime, missing }] of records.entries()) {
    text += `${index === 0 ? '' : '\0'}${_id}\0${dir}\0${name}\0${beside}`;
    numbers[index * 3] = size;
    numbers[index * 3 + 1] = mtime;
    numbers[index * 3 + 2] = missing ? 1 : 0;
  }
  return { text, numbers };
}

/** Calls `visit` with each file. */
export function unpackRows({ text, numbers }: Rows, visit: (file: KnownFile) => void): void {
  const parts = text.split('\0');
  for (let index = 0; index * 3 < numbers.length; index++) {
    visit({
      id: parts[index * 4]!,
      dir: parts[index * 4 + 1]!,
      name: parts[index * 4 + 2]!,
      beside: parts[index * 4 + 3]!,
      size: numbers[index * 3]!,
      mtimeMs: numbers[index * 3 + 1]!,
      missing: numbers[index * 3 + 2] === 1,
    });
  }
}

export type KnownProblem = Pick<ProblemDoc, 'folder' | 'dir' | 'name' | 'stamp'>;
