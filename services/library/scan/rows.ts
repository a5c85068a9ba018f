import type { FileRecord, ProblemDoc } from '../store/collections.ts';

/** What a scan must know of a file before it looks at it. */
export const KNOWN_FIELDS = [
  'folder',
  'dir',
  'name',
  'beside',
  'size',
  'mtime',
  'missing',
  'pos',
] as const satisfies readonly (keyof FileRecord)[];

export type KnownRecord = Pick<FileRecord, '_id' | (typeof KNOWN_FIELDS)[number]>;

/**
 * What is known of some files of one music folder, on its way to another thread: a few long strings and one array of
 * numbers cross many times faster than the objects they stand for, and need not be taken apart to be compared.
 */
export interface Rows {
  /** Folders, each once for all its files that follow each other. These four are parted by NUL, which no path holds. */
  dirs: string;
  ids: string;
  names: string;
  /** What lies beside the files, each once for all that follow each other. */
  besides: string;
  /** Per file {@link NUMBERS}, see {@link Column}. */
  numbers: Float64Array<ArrayBuffer>;
}

/** Where in `numbers` is what of a file. */
export const COLUMN = {
  /** Of `dirs`. */
  dir: 0,
  /** Where in `names` its name begins. */
  name: 1,
  /** Of `besides`. */
  beside: 2,
  size: 3,
  /** ms since 1970 */
  mtime: 4,
  /** 1 when it is missing. */
  missing: 5,
} as const;

export const COLUMNS = 6;

export function packRows(records: readonly KnownRecord[]): Rows {
  const numbers = new Float64Array(records.length * COLUMNS);
  const rows: Rows = { dirs: '', ids: '', names: '', besides: '', numbers };
  let before: KnownRecord | undefined;
  let [dirs, besides, at] = [0, 0, 0];
  for (const record of records) {
    const first = before === undefined;
    if (before?.dir !== record.dir) {
      rows.dirs += first ? record.dir : `\0${record.dir}`;
      dirs++;
    }
    if (before?.beside !== record.beside) {
      rows.besides += first ? record.beside : `\0${record.beside}`;
      besides++;
    }
    numbers[at + COLUMN.dir] = dirs - 1;
    numbers[at + COLUMN.name] = first ? 0 : rows.names.length + 1;
    numbers[at + COLUMN.beside] = besides - 1;
    numbers[at + COLUMN.size] = record.size;
    numbers[at + COLUMN.mtime] = record.mtime;
    numbers[at + COLUMN.missing] = record.missing ? 1 : 0;
    rows.names += first ? record.name : `\0${record.name}`;
    rows.ids += first ? record._id : `\0${record._id}`;
    at += COLUMNS;
    before = record;
  }
  return rows;
}

export type KnownProblem = Pick<ProblemDoc, 'folder' | 'dir' | 'name' | 'stamp'>;
