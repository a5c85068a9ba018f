import { describe, expect, it } from '@jest/globals';
import {
  cellAfterKey,
  cellsBetween,
  heightOf,
  layoutGrid,
} from '../../../../web/src/components/virtual-geometry.ts';

const shape = { minWidth: 172, gap: 24, caption: 52, minColumns: 2 };

describe('A grid of which only what is on the screen exists', () => {
  it('has as many columns as fit, and never fewer than it should', () => {
    expect(layoutGrid({ ...shape, width: 1096 }).columns).toBe(5);
    expect(layoutGrid({ ...shape, width: 200 }).columns).toBe(2);
    expect(layoutGrid({ ...shape, width: 0 }).columns).toBe(2);
  });

  it('is as high as all its rows', () => {
    const layout = { columns: 5, step: 250, gap: 24 };
    expect(heightOf(layout, 11)).toBe(3 * 250 - 24);
    expect(heightOf(layout, 0)).toBe(0);
  });

  it('shows whole rows, and some around', () => {
    const layout = { columns: 4, step: 100, gap: 10 };
    expect(cellsBetween(layout, 10_000, [1000, 1500], 2)).toEqual({ first: 32, end: 72 });
    expect(cellsBetween(layout, 10, [-5000, -4000], 2)).toEqual({ first: 0, end: 10 });
    expect(cellsBetween(layout, 0, [0, 500], 2)).toEqual({ first: 0, end: 0 });
  });

  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowLeft', 0, undefined],
    ['ArrowDown', 1, 5],
    ['ArrowDown', 7, 9],
    ['ArrowDown', 9, undefined],
    ['ArrowUp', 2, undefined],
    ['Home', 7, 0],
    ['End', 2, 9],
    ['PageDown', 1, 9],
    ['x', 1, undefined],
  ])('leads with %s from cell %i to %p', (key, from, to) => {
    expect(cellAfterKey(key, from, { columns: 4, count: 10, page: 3 })).toBe(to);
  });
});
