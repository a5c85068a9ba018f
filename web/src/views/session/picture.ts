import { type Scale, type Span, scaleOf } from './scale.ts';
import type { DeliveryStory, ListenStory, Story, Stretch } from './story.ts';

/** From top to bottom, in pixels: what was listened to, where in the track that was, what was delivered, the time. */
export const LANES = {
  listens: { top: 24, height: 44 },
  positions: { top: 100, height: 64 },
  delivered: { top: 196, height: 56 },
  axis: { top: 252, height: 28 },
} as const;
export const HEIGHT = 280;

/** Pixels of a second at least, of a listen however short it is, and of the widest picture. */
const DENSITY = 0.7;
const LEAST = 4;
const WIDEST = 24_000;
/** Milliseconds that a picture shows at least: a session that was only opened has a length too. */
const SHORTEST = 10_000;

interface Box {
  x: number;
  width: number;
}

export interface DrawnListen extends Box {
  listen: ListenStory;
  stretches: readonly (Box & Pick<Stretch, 'kind'>)[];
  /** Where it was gone from one place to another, and in which direction. */
  seeks: readonly { x: number; isBack: boolean }[];
  /** Where it came to count as played. */
  counted?: number;
  /** The way through the track: a path of SVG. */
  line: string;
}

/** A session as it is drawn: where everything stands, in pixels. */
export interface Picture {
  scale: Scale;
  listens: readonly DrawnListen[];
  /** What was delivered up to each moment: an area, as a path of SVG, and all of it, in bytes. */
  delivered: string;
  bytes: number;
  /** Deliveries that went wrong. */
  broken: readonly { x: number; y: number; end: DeliveryStory['end'] }[];
  closed?: number;
}

/** @param width pixels that there are for it */
export function pictureOf(story: Story, width: number): Picture {
  const { listens, deliveries, closed } = story;
  const scale = scaleOf(busyTimesOf(story), { width, density: DENSITY, most: WIDEST });
  return {
    scale,
    listens: listens.map((listen) => drawn(listen, scale)),
    ...flowOf(deliveries, scale),
    ...(closed && { closed: scale.x(closed.at) }),
  };
}

/** A pause is part of what happened as long as it is short: only its ends are looked at. */
function busyTimesOf({ from, to, listens, deliveries }: Story): Span[] {
  const ends = [from, Math.max(to, from + SHORTEST)].map((at) => ({ from: at, to: at }));
  const stretches = listens.flatMap((listen) =>
    listen.stretches.flatMap(({ kind, from, to }) =>
      kind === 'paused'
        ? [
            { from, to: from },
            { from: to, to },
          ]
        : [{ from, to }],
    ),
  );
  return [...ends, ...stretches, ...deliveries];
}

function drawn(listen: ListenStory, scale: Scale): DrawnListen {
  const box = (from: number, to: number) => ({ x: scale.x(from), width: scale.x(to) - scale.x(from) });
  const whole = box(listen.from, listen.to);
  return {
    listen,
    x: whole.x,
    width: Math.max(LEAST, whole.width),
    stretches: listen.stretches.map(({ kind, from, to }) => ({ kind, ...box(from, to) })),
    seeks: listen.seeks.map(({ at, from, to }) => ({ x: scale.x(at), isBack: to < from })),
    ...(listen.counted !== undefined && { counted: scale.x(listen.counted) }),
    line: wayThrough(listen, scale),
  };
}

function wayThrough({ points, duration, to }: ListenStory, scale: Scale): string {
  const { top, height } = LANES.positions;
  const furthest = Math.max(duration, ...points.map(({ position }) => position), 1);
  const last = points.at(-1)!;
  const places = last.at < to ? [...points, { at: to, position: last.position }] : points;
  return pathThrough(
    places.map(({ at, position }) => [scale.x(at), top + height * (1 - position / furthest)]),
  );
}

/** What was delivered, all deliveries together: each evenly over its time. */
function flowOf(
  deliveries: readonly DeliveryStory[],
  scale: Scale,
): Pick<Picture, 'delivered' | 'bytes' | 'broken'> {
  const bytes = deliveries.reduce((sum, delivery) => sum + delivery.bytes, 0);
  if (bytes === 0) return { delivered: '', bytes, broken: [] };
  const { top, height } = LANES.delivered;
  const bottom = top + height;
  const y = (amount: number) => bottom - (amount / bytes) * height;
  const moments = [...new Set(deliveries.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const sumAt = (at: number) =>
    deliveries.reduce((sum, { from, to, bytes: all }) => {
      const part = at >= to ? 1 : at <= from ? 0 : (at - from) / (to - from);
      return sum + all * part;
    }, 0);
  const places = moments.map((at) => [scale.x(at), y(sumAt(at))] as const);
  const [first, last] = [places[0]!, places.at(-1)!];
  const outline = [[first[0], bottom], ...places, [scale.width, last[1]], [scale.width, bottom]] as const;
  return {
    bytes,
    delivered: `${pathThrough(outline)}Z`,
    broken: deliveries
      .filter(({ end }) => end === 'failed' || end === 'stalled')
      .map(({ to, end }) => ({ x: scale.x(to), y: y(sumAt(to)), end })),
  };
}

function pathThrough(places: readonly (readonly [x: number, y: number])[]): string {
  return places.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
