import { describe, expect, it } from '@jest/globals';
import type { QueueEvent } from '../../../../../services/playback/queue/events.ts';
import { QUEUE, type QueueCommand } from '../../../../../services/playback/queue/queue.ts';
import { spliceBetween, spliced } from '../../../../../services/playback/queue/splice.ts';
import { given } from '../../../../support/playback/given.ts';
import { errorOf } from '../../../../support/rooms.ts';
import { World } from '../../../../support/simulation/world.ts';

const T = 1_700_000_000_000;
const device = 'sealed';
const where = { index: 1, position: 3, isSounding: true };
const set = (...tracks: string[]): QueueCommand => ({ type: 'set', tracks, device, ...where });
const edited = (at: number, removed: number, ...inserted: string[]): QueueEvent => ({
  type: 'queue-edited',
  data: { at, removed, inserted },
});
const moved: QueueEvent = { type: 'queue-moved', data: { ...where, device, at: T } };

describe('a queue', () => {
  it('is told of what has changed only', () => {
    given(QUEUE)
      .when(set('a', 'b', 'c'), T)
      .gives(edited(0, 0, 'a', 'b', 'c'), moved);
    given(QUEUE, edited(0, 0, 'a', 'b', 'c'))
      .when(set('a', 'x', 'c'), T)
      .gives(edited(1, 1, 'x'), moved);
    given(QUEUE, edited(0, 0, 'a', 'b', 'c'))
      .when(set('a', 'b', 'c'), T)
      .gives(moved);
  });

  it('moves, unless its tracks are others than those that are meant', () => {
    const move = (edition?: number): QueueCommand => ({ type: 'move', edition, device, ...where });
    const events = [edited(0, 0, 'a', 'b'), moved, edited(2, 0, 'c')];
    given(QUEUE, ...events)
      .when(move(3), T)
      .gives(moved);
    given(QUEUE, ...events)
      .when(move(), T)
      .gives(moved);
    given(QUEUE, ...events)
      .when(move(1), T)
      .refused(errorOf('CONFLICT', { v: 3 }));
  });

  it('has no track beyond its end', () => {
    given(QUEUE).when(set('a'), T).refused(errorOf('BAD_PARAMETER'));
    given(QUEUE)
      .when({ type: 'move', device, index: 0, position: 0, isSounding: false }, T)
      .refused(errorOf('BAD_PARAMETER'));
  });

  it('takes nothing from who is gone, and keeps nothing of who is erased', () => {
    const departed: QueueEvent = { type: 'departed', data: { at: T } };
    const erased: QueueEvent = { type: 'erased', data: { at: T } };
    given(QUEUE, edited(0, 0, 'a', 'b'))
      .when({ type: 'depart' }, T)
      .gives(departed);
    given(QUEUE, departed).when(set('a', 'b'), T).refused(errorOf('NOT_FOUND'));
    given(QUEUE, departed).when({ type: 'depart' }, T).gives();
    given(QUEUE, departed).when({ type: 'erase' }, T).gives(erased);
    given(QUEUE, erased).when({ type: 'erase' }, T).gives(erased);
    expect(QUEUE.evolve(QUEUE.evolve(QUEUE.initial, edited(0, 0, 'a')), erased)).toMatchObject({
      tracks: [],
    });
  });
});

describe('the splice between two lists', () => {
  it('makes the one of the other, whatever they are', () => {
    for (let seed = 0; seed < 300; seed++) {
      const world = new World(seed);
      const list = () => Array.from({ length: world.between(0, 8) }, () => world.oneOf(['a', 'b', 'c']));
      const [old, wanted] = [list(), list()];
      const splice = spliceBetween(old, wanted);
      expect(splice === undefined ? old : spliced(old, splice)).toEqual(wanted);
    }
  });

  it('is none between two that are the same', () => {
    expect(spliceBetween(['a'], ['a'])).toBeUndefined();
  });
});
