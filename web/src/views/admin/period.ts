/**
 * The moments from the beginning of one day to the end of another, by the clock of whoever looks (RFC 3339). What is not
 * a day leaves that side open.
 * @param from and @param to as `YYYY-MM-DD`
 */
export function periodOf(from: string | null, to: string | null): { from?: string; to?: string } {
  const first = dayOf(from);
  const last = dayOf(to);
  last?.setDate(last.getDate() + 1);
  return {
    ...(first && { from: first.toISOString() }),
    ...(last && { to: new Date(last.getTime() - 1).toISOString() }),
  };
}

function dayOf(text: string | null): Date | undefined {
  if (text === null || !/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const day = new Date(`${text}T00:00:00`);
  return Number.isNaN(day.getTime()) ? undefined : day;
}

/** The last months, the present one first, as `YYYY-MM`: those of UTC, as royalties are counted. */
export function monthsUntil(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - i)).toISOString().slice(0, 7),
  );
}
