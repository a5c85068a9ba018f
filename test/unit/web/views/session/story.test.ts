import { describe, expect, it } from '@jest/globals';
import { storyOf } from '../../../../../web/src/views/session/story.ts';

const START = Date.UTC(2026, 10, 23, 9);
const at = (seconds: number) => START + seconds * 1000;
const opened = { type: 'opened', data: { at: at(0), user: 'us-1', device: 'sealed' } };
const started = (seconds: number, listen = 1, track = `tr-${listen}`) => ({
  type: 'started',
  data: { at: at(seconds), listen, track, duration: 200, position: 0, source: 'player' },
});
const moved = (type: string, seconds: number, position: number, heard = position, more = {}) => ({
  type,
  data: { at: at(seconds), position, heard, ...more },
});
const over = (type: string, seconds: number, heard: number, reason: string) =>
  moved(type, seconds, heard, heard, { reason, listen: 1, track: 'tr-1' });

describe('The story of a session', () => {
  it('is not told before it is opened', () => {
    expect(storyOf([], at(10))).toBeUndefined();
  });

  it('tells of an old session what is kept of it', () => {
    const events = [opened, started(1), over('skipped', 54, 30, 'skipped')];
    const closed = { type: 'closed', data: { at: at(60), by: 'idle' } };
    const fact = { type: 'compacted', data: { events: [...events, closed] } };
    expect(storyOf([fact], at(500))).toEqual(storyOf([...events, closed], at(500)));
  });

  it('tells pauses, stalls and what sounded between them', () => {
    const story = storyOf(
      [
        ...[opened, started(1), moved('paused', 11, 10), moved('resumed', 31, 10)],
        ...[moved('stalled', 41, 20), moved('resumed', 44, 20), over('skipped', 54, 30, 'skipped')],
      ],
      at(500),
    )!;
    expect(story.listens).toHaveLength(1);
    expect(story.listens[0]).toMatchObject({ n: 1, from: at(1), to: at(54), heard: 30, ending: 'skipped' });
    expect(story.listens[0]!.stretches).toEqual([
      { kind: 'sounding', from: at(1), to: at(11) },
      { kind: 'paused', from: at(11), to: at(31) },
      { kind: 'sounding', from: at(31), to: at(41) },
      { kind: 'stalled', from: at(41), to: at(44) },
      { kind: 'sounding', from: at(44), to: at(54) },
    ]);
  });

  it('tells a jump from where it was made to where it led', () => {
    const events = [opened, started(0), moved('seeked', 30, 150, 30, { from: 30 })];
    const [listen] = storyOf(events, at(40))!.listens;
    expect(listen!.seeks).toEqual([{ at: at(30), from: 30, to: 150 }]);
    expect(listen!.points).toEqual([
      { at: at(0), position: 0 },
      { at: at(30), position: 30 },
      { at: at(30), position: 150 },
    ]);
  });

  it('lets what goes on go on until now, and no longer than the session is open', () => {
    const goesOn = storyOf([opened, started(5)], at(65))!;
    expect(goesOn.listens[0]!.stretches).toEqual([{ kind: 'sounding', from: at(5), to: at(65) }]);
    expect(goesOn.listens[0]!.ending).toBeUndefined();
    expect(goesOn.to).toBe(at(65));
    const closed = { type: 'closed', data: { at: at(20), by: 'lost' } };
    const ended = storyOf([opened, started(5), closed], at(65))!;
    expect(ended).toMatchObject({ to: at(20), closed: { at: at(20), by: 'lost' } });
  });

  it('says when a listen came to count, whichever it was', () => {
    const counted = { type: 'qualified', data: { at: at(110), listen: 2, track: 'tr-2', by: 'heard' } };
    const events = [opened, started(0, 1), over('skipped', 5, 5, 'replaced'), started(5, 2), counted];
    const [first, second] = storyOf(events, at(120))!.listens;
    expect(first!.counted).toBeUndefined();
    expect(second!.counted).toBe(at(110));
  });

  it('tells what was delivered over the time that it took, also before the session and after its end', () => {
    const delivered = (seconds: number, took: number) => ({
      type: 'delivered',
      data: {
        ...{ at: at(seconds), track: 'tr-1', file: 'x', size: 1000, seconds: took, end: 'complete' },
        ranges: [
          [0, 300],
          [500, 600],
        ],
      },
    });
    const closed = { type: 'closed', data: { at: at(20), by: 'listener' } };
    const story = storyOf([opened, delivered(2, 4), closed, delivered(30, 5)], at(99))!;
    expect(story.deliveries[0]).toEqual({
      ...{ from: at(-2), to: at(2), track: 'tr-1', bytes: 400, end: 'complete' },
    });
    expect(story).toMatchObject({ from: at(-2), to: at(30) });
  });

  it('passes over what it does not know', () => {
    const unknown = { type: 'danced', data: { at: at(3), heard: 3 } };
    const story = storyOf([opened, started(1), unknown, over('finished', 9, 8, 'completed')], at(9))!;
    expect(story.listens[0]!.points).toEqual([
      { at: at(1), position: 0 },
      { at: at(9), position: 8 },
    ]);
  });
});
