import { describe, expect, it } from '@jest/globals';
import { LANES, pictureOf } from '../../../../../web/src/views/session/picture.ts';
import { scaleOf } from '../../../../../web/src/views/session/scale.ts';
import { type Story, storyOf } from '../../../../../web/src/views/session/story.ts';

const START = Date.UTC(2026, 10, 23, 9);
const at = (seconds: number) => START + seconds * 1000;
const span = (from: number, to: number) => ({ from: at(from), to: at(to) });
const room = (width: number) => ({ width, density: 0.5, most: 10_000 });

describe('The time of a picture', () => {
  it('fills the width that there is, and keeps the order of what happened', () => {
    const scale = scaleOf([span(0, 100)], room(1000));
    expect(scale.width).toBe(1000);
    expect([0, 25, 100].map((seconds) => scale.x(at(seconds)))).toEqual([0, 250, 1000]);
    expect(scale.x(at(-5))).toBe(0);
    expect(scale.x(at(200))).toBe(1000);
  });

  it('grows wider than that rather than be too small to read, up to a limit', () => {
    expect(scaleOf([span(0, 4000)], room(300)).width).toBe(2000);
    expect(scaleOf([span(0, 4_000_000)], room(300)).width).toBe(10_000);
  });

  it('leaves out what nothing happened in, and says how long that was', () => {
    const scale = scaleOf([span(7200, 7300), span(0, 100)], room(1000));
    const [gap] = scale.gaps;
    expect(scale.gaps).toHaveLength(1);
    expect(gap).toMatchObject(span(100, 7200));
    expect(scale.x(at(100))).toBeCloseTo(gap!.x);
    expect(scale.x(at(7200))).toBeCloseTo(gap!.x + gap!.width);
    expect(scale.x(at(3650))).toBeCloseTo(gap!.x + gap!.width / 2);
    expect(scale.x(at(7300))).toBe(1000);
  });

  it('keeps a short silence', () => {
    expect(scaleOf([span(0, 100), span(400, 500)], room(1000)).gaps).toEqual([]);
  });

  it('writes round times, never on top of each other', () => {
    const { ticks, isFine } = scaleOf([span(10, 910)], room(1000));
    expect(isFine).toBe(false);
    expect(ticks.length).toBeGreaterThan(5);
    for (const { at: time } of ticks) expect(time % 60_000).toBe(0);
    for (const [i, { x }] of ticks.entries()) if (i > 0) expect(x - ticks[i - 1]!.x).toBeGreaterThan(70);
  });
});

const listened = (seconds: number, end: number, listen: number) => [
  {
    type: 'started',
    data: {
      ...{ at: at(seconds), listen, track: `tr-${listen}`, duration: 100, position: 0, source: 'player' },
    },
  },
  {
    type: 'finished',
    data: {
      ...{ at: at(end), listen, track: `tr-${listen}`, position: 100, heard: 100, reason: 'completed' },
    },
  },
];
const delivered = (seconds: number, bytes: number, end = 'complete') => ({
  type: 'delivered',
  data: { at: at(seconds), track: 'tr-1', file: 'x', size: 1000, ranges: [[0, bytes]], seconds: 10, end },
});
const opened = { type: 'opened', data: { at: at(0), user: 'us-1', device: '' } };
const told = (...events: object[]): Story =>
  storyOf([opened, ...events] as Parameters<typeof storyOf>[0], at(200))!;

describe('The picture of a session', () => {
  it('draws each listen where and as long as it was', () => {
    const { listens } = pictureOf(told(...listened(0, 100, 1), ...listened(100, 200, 2)), 800);
    expect(listens.map(({ x, width }) => [x, width])).toEqual([
      [0, 400],
      [400, 400],
    ]);
  });

  it('draws the way through a track from its beginning at the bottom to its end at the top', () => {
    const { top, height } = LANES.positions;
    const [listen] = pictureOf(told(...listened(0, 200, 1)), 800).listens;
    expect(listen!.line).toBe(`M0 ${top + height}L800 ${top}`);
  });

  it('lets a listen be seen that took no time, as one that was told of afterwards', () => {
    const [listen] = pictureOf(told(...listened(50, 50, 1)), 800).listens;
    expect(listen!.width).toBeGreaterThan(2);
  });

  it('lets what was delivered grow, and marks what broke off', () => {
    const {
      delivered: area,
      bytes,
      broken,
    } = pictureOf(told(delivered(20, 600), delivered(100, 400, 'failed')), 800);
    const { top, height } = LANES.delivered;
    expect(bytes).toBe(1000);
    expect(area).toContain(`L80 ${top + height * 0.4}`);
    expect(area).toContain(`L400 ${top}`);
    expect(broken).toEqual([{ x: 400, y: top, end: 'failed' }]);
  });

  it('leaves a long pause out', () => {
    const pause = [
      { type: 'paused', data: { at: at(50), position: 50, heard: 50 } },
      { type: 'resumed', data: { at: at(8050), position: 50, heard: 50 } },
    ];
    const [begun, ended] = listened(0, 8100, 1);
    const story = storyOf([opened, begun!, ...pause, ended!] as Parameters<typeof storyOf>[0], at(8100))!;
    const { scale } = pictureOf(story, 800);
    expect(scale.width).toBe(800);
    expect(scale.gaps).toMatchObject([span(50, 8050)]);
  });

  it('has a length also for a session in which nothing happened', () => {
    const { scale, listens, delivered: area } = pictureOf(storyOf([opened], at(0))!, 300);
    expect([scale.width, listens, area]).toEqual([300, [], '']);
  });
});
