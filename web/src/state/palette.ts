/** The colour of a cover in OKLCH. */
export interface Colour {
  /** 0 to 1 */
  lightness: number;
  /** 0 to about 0.3 */
  chroma: number;
  /** Degrees. */
  hue: number;
}

const BINS = 24;
/** Chroma below which a pixel has no hue worth speaking of. */
const GREY = 0.02;

/**
 * The colour that a picture is remembered by: the mean of the pixels around the hue that there is most of, of the
 * vivid ones more; of a grey picture its mean grey.
 * @param pixels RGBA, 8 bits each, sRGB
 */
export function colourOf(pixels: Uint8ClampedArray): Colour {
  const bins = Array.from({ length: BINS }, () => ({ weight: 0, a: 0, b: 0, chroma: 0 }));
  let light = 0;
  let count = 0;
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    const [l, a, b] = oklab(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
    light += l;
    count++;
    const chroma = Math.hypot(a, b);
    if (chroma < GREY) continue;
    const bin = bins[Math.floor(hueOf(a, b) / (360 / BINS)) % BINS]!;
    bin.weight += chroma;
    bin.a += a;
    bin.b += b;
    bin.chroma += chroma * chroma;
  }
  const lightness = count > 0 ? light / count : 0.5;
  const best = mostOf(bins);
  const a = best.reduce((sum, bin) => sum + bin.a, 0);
  const b = best.reduce((sum, bin) => sum + bin.b, 0);
  const weight = best.reduce((sum, bin) => sum + bin.weight, 0);
  if (weight <= count * GREY * 0.2) return { lightness, chroma: 0, hue: 265 };
  const vivid = best.reduce((sum, bin) => sum + bin.chroma, 0) / weight;
  return { lightness, chroma: Math.min(0.3, vivid), hue: hueOf(a, b) };
}

/** The bin with the most in it and its two neighbours. */
function mostOf<T extends { weight: number }>(bins: readonly T[]): T[] {
  const around = bins.map((bin, i) => [bins.at(i - 1)!, bin, bins[(i + 1) % bins.length]!]);
  const weightOf = (some: T[]) => some.reduce((sum, { weight }) => sum + weight, 0);
  return around.reduce((best, some) => (weightOf(some) > weightOf(best) ? some : best));
}

function hueOf(a: number, b: number): number {
  return ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
}

/** OKLab of a colour in sRGB, by Björn Ottosson (https://bottosson.github.io/posts/oklab/). */
function oklab(red: number, green: number, blue: number): [number, number, number] {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function linear(value: number): number {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

/** A colour as one number, to be kept: hue, chroma in hundredths, lightness in hundredths. */
export function packed({ lightness, chroma, hue }: Colour): number {
  const part = (value: number) => Math.min(99, Math.max(0, Math.round(value * 100)));
  return (Math.round(hue) % 360) * 10_000 + part(chroma) * 100 + part(lightness);
}

export function unpacked(value: number): Colour {
  return {
    hue: Math.floor(value / 10_000),
    chroma: Math.floor((value % 10_000) / 100) / 100,
    lightness: (value % 100) / 100,
  };
}
