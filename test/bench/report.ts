import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** One line of a report. */
export interface Figure {
  what: string;
  /** The figure with its unit, as it is printed. */
  measured: string;
  /** What is aimed at, as it is printed. */
  target?: string;
  /** Whether the target is reached. */
  reached?: boolean;
}

/** Prints a table with the targets beside the figures. */
export function report(title: string, figures: readonly Figure[]): void {
  const rows = [
    ['what', 'measured', 'target', ''],
    ...figures.map(({ what, measured, target = '', reached }) => [
      what,
      measured,
      target,
      reached === undefined ? '' : reached ? 'reached' : 'MISSED',
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  console.log(`\n${title}`);
  for (const row of rows)
    console.log(`  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`);
}

/** A figure that should be at most, or at least, so much. */
export function against(
  what: string,
  value: number,
  unit: string,
  target: { atMost: number } | { atLeast: number },
): Figure {
  const upper = 'atMost' in target;
  const limit = upper ? target.atMost : target.atLeast;
  return {
    what,
    measured: `${shown(value)} ${unit}`,
    target: `${upper ? '≤' : '≥'} ${shown(limit)} ${unit}`,
    reached: upper ? value <= limit : value >= limit,
  };
}

/** A figure without a target. */
export function plain(what: string, value: number, unit: string): Figure {
  return { what, measured: `${shown(value)} ${unit}` };
}

function shown(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}

/** The machine, without which no figure means anything. */
export function reportMachine(): void {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  console.log(
    `${model}, ${availableParallelism()} cores, ${memory} GiB, ${type()} ${release()}, Node ${process.version}`,
  );
}

/** The value below which that share (0 to 1) of the values lies (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
