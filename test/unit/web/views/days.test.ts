import { describe, expect, it } from '@jest/globals';
import { byDays } from '../../../../web/src/views/history/days.ts';
import { yearsFrom } from '../../../../web/src/views/year/years.ts';

const on = (day: number, hour: number) => ({ at: new Date(2026, 10, day, hour).toISOString() });

describe('A list by days', () => {
  it('names each day once, before what happened on it', () => {
    const [late, early, before] = [on(23, 23), on(23, 0), on(21, 12)];
    expect(byDays([late, early, before])).toEqual([
      { day: new Date(2026, 10, 23) },
      { item: late },
      { item: early },
      { day: new Date(2026, 10, 21) },
      { item: before },
    ]);
    expect(byDays([])).toEqual([]);
  });
});

describe('The years that can be chosen', () => {
  it('are those since there may be something, the last one first', () => {
    expect(yearsFrom(2024, 2026, 2026)).toEqual([2026, 2025, 2024]);
  });

  it('have the one that is shown among them', () => {
    expect(yearsFrom(2026, 2023, 2026)).toEqual([2026, 2025, 2024, 2023]);
    expect(yearsFrom(2026, 2027, 2026)).toEqual([2027, 2026]);
  });
});
