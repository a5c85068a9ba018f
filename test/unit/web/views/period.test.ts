import { describe, expect, it } from '@jest/globals';
import { monthsUntil, periodOf } from '../../../../web/src/views/admin/period.ts';

describe('A period', () => {
  it('is from the beginning of its first day to the end of its last', () => {
    expect(periodOf('2026-11-01', '2026-11-23')).toEqual({
      from: new Date(2026, 10, 1).toISOString(),
      to: new Date(2026, 10, 23, 23, 59, 59, 999).toISOString(),
    });
  });

  it('is open where there is no day', () => {
    expect(periodOf(null, '2026-11-23')).toEqual({ to: expect.any(String) });
    expect(periodOf('yesterday', '2026-13-45')).toEqual({});
  });
});

describe('The months that can be chosen', () => {
  it('end with the present one of UTC, over the turn of the year', () => {
    expect(monthsUntil(new Date('2026-02-28T23:59:00Z'), 4)).toEqual([
      '2026-02',
      '2026-01',
      '2025-12',
      '2025-11',
    ]);
  });
});
