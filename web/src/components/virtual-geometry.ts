/** Cells of one size in rows. Pixels, all of them. */
export interface Layout {
  columns: number;
  /** From the top of one row to the top of the next. */
  step: number;
  /** Between two cells. */
  gap: number;
}

export interface GridShape {
  /** From side to side. */
  width: number;
  /** That a cell has at least. */
  minWidth: number;
  gap: number;
  /** Height of a cell below its square. */
  caption: number;
  /** Columns that there are at least, on screens too narrow for cells of `minWidth`. */
  minColumns: number;
}

/** Squares with captions in rows, as many in a row as fit. */
export function layoutGrid({ width, minWidth, gap, caption, minColumns }: GridShape): Layout {
  const fitting = Math.floor((width + gap) / (minWidth + gap));
  const columns = Math.max(minColumns, fitting, 1);
  const cell = Math.max(0, (width - gap * (columns - 1)) / columns);
  return { columns, step: cell + caption + gap, gap };
}

/** Pixels from the top of the first row to the end of the last one. */
export function heightOf({ columns, step, gap }: Layout, count: number): number {
  return Math.max(0, Math.ceil(count / columns) * step - gap);
}

export interface Range {
  /** Index of the first cell. */
  first: number;
  /** Index after the last one. */
  end: number;
}

/**
 * The cells that touch what is between `top` and `bottom`, pixels from the top of the first row, and some rows around.
 * Whole rows always, so that cells keep their column.
 */
export function cellsBetween(
  { columns, step }: Layout,
  count: number,
  [top, bottom]: readonly [number, number],
  around: number,
): Range {
  if (count === 0 || step <= 0) return { first: 0, end: 0 };
  const lastRow = Math.ceil(count / columns) - 1;
  const row = (y: number) => Math.min(lastRow, Math.max(0, Math.floor(y / step)));
  const first = Math.max(0, row(top) - around);
  const last = Math.min(lastRow, row(bottom) + around);
  return { first: first * columns, end: Math.min(count, (last + 1) * columns) };
}

/** Where a key leads from a cell; undefined for keys that do not move. `page`: rows on the screen. */
export function cellAfterKey(
  key: string,
  index: number,
  { columns, count, page }: { columns: number; count: number; page: number },
): number | undefined {
  const within = (target: number) => Math.min(count - 1, Math.max(0, target));
  switch (key) {
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'PageDown':
      return within(index + columns * page);
    case 'PageUp':
      return within(index - columns * page);
    case 'ArrowDown':
      return below(index, columns, count);
    case 'ArrowUp':
      return index >= columns ? index - columns : undefined;
    case 'ArrowRight':
      return columns > 1 && index + 1 < count ? index + 1 : undefined;
    case 'ArrowLeft':
      return columns > 1 && index > 0 ? index - 1 : undefined;
    default:
      return undefined;
  }
}

/** The cell below, or, where the last row ends before it, the last one. */
function below(index: number, columns: number, count: number): number | undefined {
  if (index + columns < count) return index + columns;
  const isInLastRow = Math.floor(index / columns) === Math.floor((count - 1) / columns);
  return isInLastRow ? undefined : count - 1;
}
