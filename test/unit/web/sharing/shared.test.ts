import { describe, expect, it } from '@jest/globals';
import type { QueueResource } from '../../../../services/gateway/rest/playback-resources.ts';
import {
  type Here,
  moveOf,
  placeIn,
  playsElsewhere,
  positionAt,
  shareOf,
} from '../../../../web/src/sharing/shared.ts';
import { trackNamed } from '../../../support/player/tracks.ts';

const here: Here = { tracks: ['a', 'b', 'a'], index: 0, position: 10, playing: true };
const shown = { ...here, at: 0 };

describe('A place in a queue', () => {
  it('goes on with the time while it plays', () => {
    expect(positionAt(shown, 5000)).toBe(15);
    expect(positionAt({ ...shown, playing: false }, 5000)).toBe(10);
  });

  it('has not moved when it is where it would be by now', () => {
    expect(moveOf({ ...here, position: 15.8 }, shown, 5000)).toBeUndefined();
    expect(moveOf({ ...here, position: 12 }, shown, 5000)).toBe('drift');
    expect(moveOf({ ...here, position: 15, playing: false }, shown, 5000)).toBe('jump');
    expect(moveOf({ ...here, index: 1 }, shown, 0)).toBe('jump');
    const paused = { ...here, playing: false };
    expect(moveOf({ ...paused, position: 60 }, { ...paused, at: 0 }, 5000)).toBe('jump');
  });

  it('is taken for left when its device should long have ended the track', () => {
    const device = { id: 'other', name: 'Other', client: 'Test' };
    const known: QueueResource & { at: number } = {
      ...{ ...shown, tracks: [], rev: 1, edition: 1, device, changed: '2026-11-23T10:00:00Z' },
    };
    expect(playsElsewhere(known, 'mine', 200, 0)).toBe(true);
    expect(playsElsewhere(known, 'mine', 200, 600_000)).toBe(false);
    expect(playsElsewhere(known, 'other', 200, 0)).toBe(false);
    expect(playsElsewhere({ ...known, playing: false }, 'mine', 200, 0)).toBe(false);
  });

  it('stays with its track when others are put before it, and is told when that is gone', () => {
    expect(placeIn(here, ['x', 'a', 'b', 'a'], 3)).toBe(1);
    expect(placeIn({ ...here, index: 2 }, ['x', 'a', 'b', 'a'], 0)).toBe(3);
    expect(placeIn(here, ['x', 'y'], 1)).toBe(1);
    expect(placeIn({ ...here, index: null }, ['x'], 0)).toBe(0);
  });

  it('is around the current entry where a queue is longer than the engine keeps', () => {
    const entries = Array.from({ length: 25_000 }, (_, key) => ({ key, track: trackNamed(String(key)) }));
    const { tracks, index } = shareOf(entries, 12_345);
    expect(tracks).toHaveLength(10_000);
    expect(tracks[index!]).toBe('tr-12345');
    const last = shareOf(entries, 24_999);
    expect([last.tracks.length, last.tracks[last.index!]]).toEqual([10_000, 'tr-24999']);
    expect(shareOf([], -1)).toEqual({ tracks: [], index: null });
  });
});
