/** A row of a list by days: the beginning of one, or what happened on it. */
export type DayRow<T> = { day: Date } | { item: T };

/** What happened, the latest first, under the days on which it did: those of the clock of whoever looks. */
export function byDays<T extends { at: string }>(items: readonly T[]): DayRow<T>[] {
  const rows: DayRow<T>[] = [];
  let last: string | undefined;
  for (const item of items) {
    const day = new Date(item.at);
    day.setHours(0, 0, 0, 0);
    const name = day.toDateString();
    if (name !== last) rows.push({ day });
    last = name;
    rows.push({ item });
  }
  return rows;
}
