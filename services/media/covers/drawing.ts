import { createHash } from 'node:crypto';

/**
 * A picture for what has none, as SVG: a gradient and a few rings, always the same for the same `seed`.
 * There is no text in it, because the machine may have no fonts.
 */
export function placeholder(seed: string, size: number): string {
  const bytes = createHash('sha256').update(seed).digest();
  const at = (index: number, range: number) => (bytes[index]! / 256) * range;
  const hue = Math.round(at(0, 360));
  const second = Math.round(hue + 30 + at(1, 90)) % 360;
  const angle = Math.round(at(2, 360));
  const x = Math.round(20 + at(3, 60));
  const y = Math.round(20 + at(4, 60));
  const rings = [1, 2, 3, 4].map((ring) => {
    const radius = Math.round(ring * (9 + at(4 + ring, 7)));
    return `<circle cx="${x}" cy="${y}" r="${radius}" stroke-width="${ring % 2 ? 3 : 1}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 100 100">
<defs><linearGradient id="g" gradientTransform="rotate(${angle} .5 .5)">
<stop offset="0" stop-color="hsl(${hue},55%,42%)"/><stop offset="1" stop-color="hsl(${second},60%,24%)"/>
</linearGradient></defs>
<rect width="100" height="100" fill="url(#g)"/>
<g fill="none" stroke="#fff" stroke-opacity=".35">${rings.join('')}</g>
<circle cx="${x}" cy="${y}" r="4" fill="#fff" fill-opacity=".8"/>
</svg>`;
}

/** A picture for a listener, as SVG: a mirrored pattern of five by five squares, always the same for the same name. */
export function identicon(name: string, size: number): string {
  const bytes = createHash('sha256').update(name).digest();
  const hue = Math.round((bytes[0]! / 256) * 360);
  const cells: string[] = [];
  for (let cell = 0; cell < 15; cell++) {
    if (bytes[cell + 1]! % 2 === 0) continue;
    const column = cell % 3;
    const row = Math.floor(cell / 3);
    for (const x of new Set([column, 4 - column])) {
      cells.push(`<rect x="${x + 1}" y="${row + 1}" width="1.02" height="1.02"/>`);
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 7 7">
<rect width="7" height="7" fill="hsl(${hue},30%,92%)"/><g fill="hsl(${hue},55%,42%)">${cells.join('')}</g>
</svg>`;
}
