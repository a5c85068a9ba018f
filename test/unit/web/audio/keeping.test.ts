import { describe, expect, it } from '@jest/globals';
import {
  DEFAULT_SETTINGS,
  forget,
  keepPlace,
  keepQueue,
  keepSettings,
  restore,
  type Store,
} from '../../../../web/src/audio/keeping.ts';
import * as rules from '../../../../web/src/audio/queue.ts';
import { trackNamed } from '../../../support/player/tracks.ts';

function storeOf(room = Number.POSITIVE_INFINITY): Store & { items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem(key, text) {
      if (text.length > room) throw new DOMException('full', 'QuotaExceededError');
      items.set(key, text);
    },
    removeItem: (key) => void items.delete(key),
  };
}

const queue = rules.replaced(rules.emptyQueue(1), ['a', 'b', 'c', 'd'].map(trackNamed), 2);
const titles = ({ entries }: rules.Queue) => entries.map(({ track }) => track.title).join('');

describe('What is kept of a player', () => {
  it('comes back as it was', () => {
    const store = storeOf();
    const shuffled = { ...rules.shuffledOn(queue), repeat: 'all' as const };
    keepQueue(store, shuffled);
    keepPlace(store, shuffled, 61.5);
    keepSettings(store, { volume: 0.3, muted: true, speed: 1.5, gainMode: 'off' });
    const kept = restore(store, 1);
    expect(titles(kept.queue)).toBe(titles(shuffled));
    expect(titles(rules.shuffledOff(kept.queue))).toBe('abcd');
    expect(rules.currentOf(kept.queue)!.track.title).toBe('c');
    expect(kept.queue.repeat).toBe('all');
    expect(kept.position).toBe(61.5);
    expect(kept.settings).toEqual({ volume: 0.3, muted: true, speed: 1.5, gainMode: 'off' });
  });

  it('gives new entries keys that no old one has', () => {
    const store = storeOf();
    keepQueue(store, queue);
    const { entries } = rules.appended(restore(store, 1).queue, [trackNamed('e')]);
    expect(new Set(entries.map(({ key }) => key)).size).toBe(5);
  });

  it('knows the place even when the queue was written before the music went on', () => {
    const store = storeOf();
    keepQueue(store, queue);
    keepPlace(store, rules.advanced(queue)!, 3);
    expect(rules.currentOf(restore(store, 1).queue)!.track.title).toBe('d');
  });

  it('is what is near the current entry where there is little room', () => {
    const many = Array.from({ length: 5000 }, (_, index) => trackNamed(`${index}`));
    const long = rules.replaced(rules.emptyQueue(1), many, 3000);
    const store = storeOf(60_000);
    expect(keepQueue(store, long)).toBe(true);
    const kept = restore(store, 1).queue;
    expect(rules.currentOf(kept)!.track.title).toBe('3000');
    expect(kept.entries.length).toBeLessThan(200);
  });

  it('is nothing where there is no room, and nothing breaks', () => {
    const store = storeOf(0);
    expect(keepQueue(store, queue)).toBe(false);
    expect(restore(store, 1).queue.entries).toEqual([]);
  });

  it('is nothing but the settings after it was to be forgotten', () => {
    const store = storeOf();
    keepQueue(store, queue);
    keepPlace(store, queue, 3);
    keepSettings(store, { ...DEFAULT_SETTINGS, volume: 0.2 });
    forget(store);
    const kept = restore(store, 1);
    expect(kept.queue.entries).toEqual([]);
    expect(kept.settings.volume).toBe(0.2);
  });

  it.each([
    ['no JSON', '{"tracks":'],
    ['another shape', '[]'],
    ['null', 'null'],
    ['tracks without keys', JSON.stringify({ tracks: [trackNamed('a')] })],
    ['no tracks', JSON.stringify({ tracks: [{ id: 1 }], keys: [1] })],
    ['the same key twice', JSON.stringify({ tracks: [trackNamed('a'), trackNamed('b')], keys: [1, 1] })],
  ])('is left out when it is damaged: %s', (_, text) => {
    const store = storeOf();
    for (const name of ['queue', 'place', 'settings']) store.setItem(`cantiga.player.${name}`, text);
    const kept = restore(store, 1);
    expect(kept.queue.entries).toEqual([]);
    expect(kept.settings).toEqual(DEFAULT_SETTINGS);
  });

  it('is nothing where the browser lets nobody near its storage', () => {
    const closed = () => {
      throw new DOMException('closed', 'SecurityError');
    };
    const store: Store = { getItem: closed, setItem: closed, removeItem: closed };
    expect(keepSettings(store, DEFAULT_SETTINGS)).toBe(false);
    forget(store);
    expect(restore(store, 1).settings).toEqual(DEFAULT_SETTINGS);
  });
});
