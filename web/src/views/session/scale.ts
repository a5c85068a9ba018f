/** From when to when, in milliseconds since 1970. */
export interface Span {
  from: number;
  to: number;
}

export interface Tick {
  x: number;
  at: number;
}

/** Where times stand in a picture. Long times in which nothing happened take no more room than it needs to say so. */
export interface Scale {
  /** Pixels. */
  width: number;
  x(at: number): number;
  /** Round times, far enough from each other to be written. */
  ticks: readonly Tick[];
  /** What was left out: from where to where in the picture, and from when to when. */
  gaps: readonly (Span & { x: number; width: number })[];
  /** Whether ticks lie less than a minute apart. */
  isFine: boolean;
}

interface Room {
  /** Pixels that there are at least. */
  width: number;
  /** Pixels that a second takes at least, as long as the picture does not grow wider than `most`. */
  density: number;
  most: number;
}

/** Milliseconds in which nothing happens after which they are left out, and the pixels that remain of them. */
const QUIET = 10 * 60_000;
const GAP = 48;
/** Pixels between two ticks at least. */
const APART = 76;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200].map(
  (seconds) => seconds * 1000,
);

interface Segment extends Span {
  x: number;
}

/** @param spans in which something happened, in any order; at least one */
export function scaleOf(spans: readonly Span[], { width, density, most }: Room): Scale {
  const busy = joined(spans);
  const duration = busy.reduce((sum, { from, to }) => sum + to - from, 0);
  const quiet = GAP * (busy.length - 1);
  const wanted = Math.min(most, Math.max(width, (duration / 1000) * density + quiet));
  const factor = duration > 0 ? Math.max(0, wanted - quiet) / duration : 0;
  let x = 0;
  const segments = busy.map((span): Segment => {
    const segment = { ...span, x };
    x += (span.to - span.from) * factor + GAP;
    return segment;
  });
  const endOf = ({ from, to, x: start }: Segment) => start + (to - from) * factor;
  const place = (at: number) => {
    const segment = segments.findLast(({ from }) => from <= at) ?? segments[0]!;
    const within = segment.x + (at - segment.from) * factor;
    const next = segments[segments.indexOf(segment) + 1];
    if (at <= segment.to || next === undefined) return Math.max(0, Math.min(within, endOf(segment)));
    const part = (at - segment.to) / (next.from - segment.to);
    return endOf(segment) + part * GAP;
  };
  const step = STEPS.find((one) => one * factor >= APART) ?? STEPS.at(-1)!;
  return {
    width: wanted,
    x: place,
    isFine: step < 60_000,
    ticks: ticksOf(segments, step, place),
    gaps: segments.slice(1).map((segment, i) => {
      const before = segments[i]!;
      return { from: before.to, to: segment.from, x: endOf(before), width: GAP };
    }),
  };
}

/** In order, with what lies close to each other made one. */
function joined(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.from - b.from);
  const busy: Span[] = [];
  for (const { from, to } of sorted) {
    const last = busy.at(-1);
    if (last !== undefined && from - last.to <= QUIET) last.to = Math.max(last.to, to);
    else busy.push({ from, to });
  }
  return busy;
}

/** Multiples of the step by the clock of who looks. What would stand too close to the one before is left out. */
function ticksOf(segments: readonly Segment[], step: number, place: (at: number) => number): Tick[] {
  const ticks: Tick[] = [];
  for (const { from, to } of segments) {
    const zone = new Date(from).getTimezoneOffset() * 60_000;
    const first = Math.ceil((from - zone) / step) * step + zone;
    for (let at = first; at <= to; at += step) {
      const x = place(at);
      if (x - (ticks.at(-1)?.x ?? Number.NEGATIVE_INFINITY) >= APART) ticks.push({ x, at });
    }
  }
  return ticks;
}
