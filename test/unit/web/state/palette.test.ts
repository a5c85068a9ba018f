import { describe, expect, it } from '@jest/globals';
import { colourOf, packed, unpacked } from '../../../../web/src/state/palette.ts';

const picture = (...colours: [number, number, number][]) =>
  new Uint8ClampedArray(colours.flatMap((colour) => [...colour, 255]));

describe('The colour of a cover', () => {
  it('is that of which there is most among the vivid ones', () => {
    const { hue, chroma } = colourOf(picture([255, 0, 0], [250, 10, 10], [20, 20, 20], [0, 0, 255]));
    expect(hue).toBeGreaterThan(20);
    expect(hue).toBeLessThan(40);
    expect(chroma).toBeGreaterThan(0.2);
  });

  it('has no hue when the cover is grey', () => {
    const { chroma, lightness } = colourOf(picture([120, 120, 120], [130, 130, 130]));
    expect(chroma).toBe(0);
    expect(lightness).toBeCloseTo(0.58, 1);
  });

  it('is kept as one number', () => {
    const colour = { lightness: 0.42, chroma: 0.13, hue: 265 };
    expect(unpacked(packed(colour))).toEqual(colour);
  });

  it('is something even of a picture without pixels', () => {
    expect(colourOf(picture())).toEqual({ lightness: 0.5, chroma: 0, hue: 265 });
  });
});
