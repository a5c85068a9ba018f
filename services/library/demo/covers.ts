import { type Random, seeded, sine } from './numbers.ts';

/** Side of a cover in pixels. */
export const COVER_SIZE = 600;

const DESIGNS = { sunset, tiles, pixels, tides, rosette, lighthouse };

export type Design = keyof typeof DESIGNS;

/** A cover as SVG, 600 by 600; the same for the same design on every machine. */
export function drawCover(design: Design): string {
  const body = DESIGNS[design](seeded(design));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${COVER_SIZE}" height="${COVER_SIZE}" viewBox="0 0 600 600">${body}</svg>`;
}

/** A sun of stripes over a pavement of waves. */
function sunset(): string {
  const rings = [250, 205, 160, 115, 70].map((r, i) =>
    circle(300, 330, r, ['#f2a65a', '#ee8434', '#e0603c', '#c8423f', '#9b2c42'][i]!),
  );
  const pavement = Array.from({ length: 6 }, (_, row) => {
    const y = 345 + row * 46;
    return path(
      `M0 ${y} ${waves(y, 22, 150, row % 2 === 0 ? 0 : 0.5)} L600 600 L0 600 Z`,
      row % 2 === 0 ? '#1d3557' : '#f7ede2',
    );
  });
  const birds = [
    [120, 110, 26],
    [175, 80, 18],
    [470, 130, 22],
  ].map(
    ([x, y, s]) =>
      `<path d="M${x! - s!} ${y} q${s! / 2} ${-s! * 0.7} ${s} 0 q${s! / 2} ${-s! * 0.7} ${s} 0" fill="none" stroke="#9b2c42" stroke-width="5" stroke-linecap="round"/>`,
  );
  return rect(0, 0, 600, 600, '#fbd6a3') + rings.join('') + pavement.join('') + birds.join('');
}

/** A wall of glazed tiles with a moon. */
function tiles(random: Random): string {
  const blues = ['#1b3a6b', '#2b59a0', '#5b8bd0'];
  const wall = grid(6, (x, y) => {
    const size = 100;
    const corner = random() < 0.5;
    const colour = pick(blues, random);
    const quarters = corner
      ? [
          [0, 0],
          [size, size],
        ]
      : [
          [size, 0],
          [0, size],
        ];
    const arcs = quarters.map(([dx, dy]) => {
      const centre = `cx="${x * size + dx!}" cy="${y * size + dy!}"`;
      return (
        `<circle ${centre} r="62" fill="none" stroke="${colour}" stroke-width="16"/>` +
        `<circle ${centre} r="38" fill="${colour}"/><circle ${centre} r="20" fill="#f4f1e8"/><circle ${centre} r="9" fill="#e2a93b"/>`
      );
    });
    return `<svg x="${x * size}" y="${y * size}" width="${size}" height="${size}" viewBox="${x * size} ${y * size} ${size} ${size}">${rect(x * size, y * size, size, size, '#f4f1e8')}${arcs.join('')}</svg>`;
  });
  const joints = Array.from(
    { length: 7 },
    (_, i) => rect(i * 100 - 1.5, 0, 3, 600, '#d5cfbf') + rect(0, i * 100 - 1.5, 600, 3, '#d5cfbf'),
  );
  return (
    wall +
    joints.join('') +
    circle(300, 300, 172, '#0d1b36') +
    circle(300, 300, 128, '#f3e3b3') +
    circle(352, 270, 112, '#0d1b36')
  );
}

/** A mirrored figure of squares on a starry field. */
function pixels(random: Random): string {
  const colours = ['#ff4d6d', '#ffb703', '#3df5c4', '#8ecaff'];
  const stars = Array.from({ length: 70 }, () => {
    const size = random() < 0.2 ? 8 : 4;
    return rect(
      Math.floor(random() * 75) * 8,
      Math.floor(random() * 75) * 8,
      size,
      size,
      pick(['#5a4fcf', '#8f86ff', '#3b3486'], random),
    );
  });
  const rows = [
    '.....#',
    '..#..#',
    '...###',
    '..####',
    '.##.##',
    '.#####',
    '######',
    '#.####',
    '#.#...',
    '...##.',
  ];
  const figure = rows.flatMap((row, y) =>
    [...row].flatMap((cell, x) => {
      if (cell !== '#') return [];
      const colour = colours[Math.floor(y / 2.6)]!;
      return [
        rect(60 + x * 40, 90 + y * 40, 40, 40, colour),
        rect(500 - x * 40, 90 + y * 40, 40, 40, colour),
      ];
    }),
  );
  const ground = Array.from({ length: 15 }, (_, x) =>
    rect(x * 40, 520 + 20 * Math.floor(random() * 2), 40, 80, x % 2 === 0 ? '#2a9d6f' : '#238a60'),
  );
  return rect(0, 0, 600, 600, '#17123d') + stars.join('') + figure.join('') + ground.join('');
}

/** Layers of slow water under a pale moon. */
function tides(random: Random): string {
  const sky = gradient('sky', ['#dfe9ec', '#a9c6cf', '#6c9aa8']);
  const layers = Array.from({ length: 9 }, (_, i) => {
    const y = 250 + i * 40;
    return path(
      `M0 ${y} ${waves(y, 16 + i * 2.5, 260 + 60 * random(), random())} L600 600 L0 600 Z`,
      '#0b3c49',
      0.14 + i * 0.012,
    );
  });
  const glow = [150, 120, 95].map((r) => circle(400, 190, r, '#ffffff', 0.18));
  return (
    sky +
    rect(0, 0, 600, 600, 'url(#sky)') +
    glow.join('') +
    circle(400, 190, 74, '#fdfaf0') +
    layers.join('')
  );
}

/** A rosette of glass petals. */
function rosette(): string {
  const petals = [
    { count: 12, length: 270, width: 66, colour: '#7b2cbf', turn: 0 },
    { count: 12, length: 215, width: 56, colour: '#e0559b', turn: 0.5 },
    { count: 12, length: 160, width: 46, colour: '#f7a1c4', turn: 0 },
    { count: 6, length: 105, width: 46, colour: '#ffe3b3', turn: 0.5 },
  ].flatMap(({ count, length, width, colour, turn }) =>
    Array.from({ length: count }, (_, i) => {
      const angle = ((i + turn) * 360) / count;
      return `<path d="M0 0 Q${width} ${-length * 0.55} 0 ${-length} Q${-width} ${-length * 0.55} 0 0 Z" transform="translate(300 300) rotate(${angle})" fill="${colour}" fill-opacity="0.5" stroke="#ffffff" stroke-opacity="0.55" stroke-width="2"/>`;
    }),
  );
  const rim = Array.from({ length: 60 }, (_, i) => {
    const [x, y] = around(i / 60, 284);
    return circle(x, y, i % 5 === 0 ? 6 : 2.5, '#ffe3b3');
  });
  const glow = gradient('night', ['#1a1037', '#3a1d6e', '#1a1037']);
  return `${glow}${rect(0, 0, 600, 600, 'url(#night)')}${petals.join('')}${rim.join('')}${circle(300, 300, 20, '#fff6df')}`;
}

/** A lighthouse, its beams over a sea of bands. */
function lighthouse(random: Random): string {
  const stars = Array.from({ length: 46 }, () =>
    circle(random() * 600, random() * 380, 1 + random() * 1.8, '#fff4d6', 0.8),
  );
  const beams = `<path d="M300 168 L-40 40 L-40 230 Z" fill="#ffe08a" fill-opacity="0.55"/><path d="M300 168 L640 90 L640 290 Z" fill="#ffe08a" fill-opacity="0.4"/>`;
  const tower = [0, 1, 2, 3, 4].map((i) => {
    const half = (row: number) => 34 + row * 7;
    const y = 205 + i * 54;
    return path(
      `M${300 - half(i)} ${y} L${300 + half(i)} ${y} L${300 + half(i + 1)} ${y + 54} L${300 - half(i + 1)} ${y + 54} Z`,
      i % 2 === 0 ? '#d7263d' : '#f5efe0',
    );
  });
  const lamp =
    path('M256 205 L344 205 L336 193 L264 193 Z', '#14213d') +
    rect(276, 145, 48, 48, '#ffd54a') +
    path('M268 145 L332 145 L300 108 Z', '#d7263d');
  const sea = Array.from({ length: 5 }, (_, i) => {
    const y = 455 + i * 32;
    return path(
      `M0 ${y} ${waves(y, 9, 100 + i * 20, random())} L600 600 L0 600 Z`,
      ['#1f6f8b', '#1a5f7a', '#164f68', '#113f55', '#0c2f42'][i]!,
    );
  });
  const rock = path('M170 480 L235 445 L365 445 L450 490 L450 600 L170 600 Z', '#2b2d42');
  const night = gradient('dusk', ['#0d1b3d', '#2b3a78', '#b5557a']);
  return (
    night +
    rect(0, 0, 600, 600, 'url(#dusk)') +
    stars.join('') +
    beams +
    tower.join('') +
    lamp +
    rock +
    sea.join('')
  );
}

/** A line from left to right over a wave of so much height and length around `y`. */
function waves(y: number, height: number, length: number, phase: number): string {
  return Array.from(
    { length: 61 },
    (_, i) => `L${i * 10} ${(y + height * sine((i * 10) / length + phase)).toFixed(1)}`,
  ).join(' ');
}

function around(turns: number, radius: number): [number, number] {
  return [300 + radius * sine(turns + 0.25), 300 + radius * sine(turns)];
}

function grid(count: number, cell: (x: number, y: number) => string): string {
  return Array.from({ length: count * count }, (_, i) => cell(i % count, Math.floor(i / count))).join('');
}

const pick = (from: readonly string[], random: Random) => from[Math.floor(random() * from.length)]!;

const circle = (x: number, y: number, r: number, fill: string, opacity = 1) =>
  `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r.toFixed(1)}" fill="${fill}" fill-opacity="${opacity}"/>`;

const rect = (x: number, y: number, width: number, height: number, fill: string) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`;

const path = (d: string, fill: string, opacity = 1) =>
  `<path d="${d}" fill="${fill}" fill-opacity="${opacity.toFixed(3)}"/>`;

function gradient(id: string, colours: readonly string[]): string {
  const stops = colours.map(
    (colour, i) => `<stop offset="${i / (colours.length - 1)}" stop-color="${colour}"/>`,
  );
  return `<defs><linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stops.join('')}</linearGradient></defs>`;
}
