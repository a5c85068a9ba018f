import { describe, expect, it } from '@jest/globals';
import type { PlayerTrack } from '../../../../web/src/audio/player.ts';
import * as rules from '../../../../web/src/audio/queue.ts';
import { trackNamed } from '../../../support/player/tracks.ts';

const tracks = (titles: string): PlayerTrack[] => [...titles].map(trackNamed);
const titles = ({ entries }: rules.Queue) => entries.map(({ track }) => track.title).join('');
const current = (queue: rules.Queue) => rules.currentOf(queue)?.track.title;
const queueOf = (names: string, index = 0) => rules.replaced(rules.emptyQueue(7), tracks(names), index);

describe('A queue', () => {
  it('is empty, then holds what is loaded, and begins where it is told', () => {
    expect(current(rules.emptyQueue(1))).toBeUndefined();
    expect(current(queueOf('abc', 1))).toBe('b');
  });

  it.each([
    [-5, 'a'],
    [99, 'c'],
    [Number.NaN, 'a'],
    [1.7, 'b'],
  ])('brings the index %p into range', (index, title) => {
    expect(current(queueOf('abc', index))).toBe(title);
  });

  it('has nothing current when nothing was loaded', () => {
    expect(queueOf('').index).toBe(-1);
  });

  it('goes from entry to entry, and ends', () => {
    const second = rules.followed(queueOf('ab'))!;
    expect(current(second)).toBe('b');
    expect(rules.followed(second)).toBeUndefined();
  });

  it('repeats one until the listener asks for the next', () => {
    const queue = { ...queueOf('ab'), repeat: 'one' as const };
    expect(current(rules.followed(queue)!)).toBe('a');
    expect(current(rules.advanced(queue)!)).toBe('b');
  });

  it('begins anew when all is repeated, in both directions', () => {
    const queue = { ...queueOf('ab', 1), repeat: 'all' as const };
    expect(current(rules.followed(queue)!)).toBe('a');
    expect(current(rules.retreated({ ...queue, index: 0 })!)).toBe('b');
  });

  it('shuffles only what is still to come, and can take that back', () => {
    const queue = queueOf('abcdefghij', 3);
    const shuffled = rules.shuffledOn(queue);
    expect(titles(shuffled).slice(0, 4)).toBe('abcd');
    expect(titles(shuffled)).not.toBe('abcdefghij');
    expect([...titles(shuffled)].sort().join('')).toBe('abcdefghij');
    const moved = rules.advanced(shuffled)!;
    const restored = rules.shuffledOff(moved);
    expect(titles(restored)).toBe('abcdefghij');
    expect(current(restored)).toBe(current(moved));
  });

  it('stays shuffled for the next album, and begins with the track that was chosen', () => {
    const queue = rules.replaced(rules.shuffledOn(queueOf('abc')), tracks('defghijk'), 2);
    expect(current(queue)).toBe('f');
    expect(queue.index).toBe(0);
    expect(titles(rules.shuffledOff(queue))).toBe('defghijk');
  });

  it('never plays the same track twice in a row when a shuffled round begins', () => {
    for (let seed = 0; seed < 50; seed++) {
      const queue = rules.shuffledOn(rules.replaced(rules.emptyQueue(seed), tracks('abc'), 0));
      const last = { ...queue, repeat: 'all' as const, index: 2 };
      expect(current(rules.followed(last)!)).not.toBe(current(last));
    }
  });

  it('tells what comes next before it comes: the same queue goes on the same way', () => {
    const queue = { ...rules.shuffledOn(queueOf('abcdef', 5)), repeat: 'all' as const };
    expect(titles(rules.followed(queue)!)).toBe(titles(rules.followed(queue)!));
  });

  it('puts tracks behind the current one, or at the end', () => {
    expect(titles(rules.insertedNext(queueOf('abc', 1), tracks('xy')))).toBe('abxyc');
    expect(titles(rules.appended(queueOf('abc', 1), tracks('xy')))).toBe('abcxy');
    expect(current(rules.insertedNext(rules.emptyQueue(1), tracks('xy')))).toBe('x');
  });

  it('gives each place a key of its own', () => {
    const queue = rules.appended(queueOf('aa'), tracks('a'));
    expect(new Set(queue.entries.map(({ key }) => key)).size).toBe(3);
  });

  it('moves an entry, and the current one stays current', () => {
    const queue = rules.reordered(queueOf('abcd', 1), 3, 0);
    expect(titles(queue)).toBe('dabc');
    expect(current(queue)).toBe('b');
    expect(current(rules.reordered(queueOf('abcd', 1), 1, 3))).toBe('b');
    expect(titles(rules.reordered(queueOf('abcd'), 0, 9))).toBe('abcd');
  });

  it.each([
    [0, 'bcd', 'c'],
    [2, 'abd', 'd'],
    [3, 'abc', 'c'],
    [9, 'abcd', 'c'],
  ])('removes the entry at %p', (at, left, now) => {
    const queue = rules.removed(queueOf('abcd', 2), at);
    expect(titles(queue)).toBe(left);
    expect(current(queue)).toBe(now);
  });

  it('has the one before current when the last one is removed while it plays', () => {
    expect(current(rules.removed(queueOf('abc', 2), 2))).toBe('b');
    expect(rules.removed(queueOf('a'), 0).index).toBe(-1);
  });

  it('forgets a removed entry in the order behind the shuffled one, too', () => {
    const shuffled = rules.shuffledOn(queueOf('abc'));
    expect(titles(rules.shuffledOff(rules.removed(shuffled, 0)))).toBe('bc');
  });
});

describe('A queue of another device', () => {
  const from = (queue: rules.Queue, names: string, index = 0) => rules.adopted(queue, tracks(names), index);

  it('keeps the entries of the tracks that are still there', () => {
    const queue = queueOf('abc', 1);
    const other = from(queue, 'xcb', 2);
    expect([titles(other), current(other)]).toEqual(['xcb', 'b']);
    expect(rules.currentOf(other)).toBe(rules.currentOf(queue));
    expect(other.entries[1]).toBe(queue.entries[2]);
    expect(new Set(other.entries.map(({ key }) => key)).size).toBe(3);
  });

  it('goes on with the very entry that is current, where a track is in it twice', () => {
    const queue = queueOf('aba', 2);
    expect(rules.currentOf(from(queue, 'xaba', 3))).toBe(queue.entries[2]);
  });

  it('brings an index into range, and may be empty', () => {
    expect(current(from(queueOf('a'), 'ab', 7))).toBe('b');
    expect(from(queueOf('ab'), '').index).toBe(-1);
  });

  it('is still shuffled when it was, with what is new at the end of its own order', () => {
    const queue = rules.shuffledOn(queueOf('abcdefgh'));
    const other = from(queue, `${titles(queue)}x`, 0);
    expect(titles(rules.shuffledOff(other))).toBe('abcdefghx');
    expect(rules.shuffledOff(from(queue, 'ab')).entries).toHaveLength(2);
  });
});
