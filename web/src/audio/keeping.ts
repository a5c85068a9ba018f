import type { GainMode, PlayerTrack, QueueEntry, Repeat } from './player.ts';
import { emptyQueue, type Queue } from './queue.ts';

/** What is kept of a player over a reload of its page. */
export interface Kept {
  queue: Queue;
  /** Seconds in the current track. */
  position: number;
  settings: Settings;
}

export interface Settings {
  volume: number;
  muted: boolean;
  speed: number;
  gainMode: GainMode;
}

/** As `localStorage`, which may be full, or throw at every touch. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export const DEFAULT_SETTINGS: Settings = { volume: 1, muted: false, speed: 1, gainMode: 'album' };

const QUEUE = 'cantiga.player.queue';
const PLACE = 'cantiga.player.place';
const SETTINGS = 'cantiga.player.settings';
/** Entries around the current one that are kept: a browser gives a page about 5 million characters. */
const BEFORE = 200;
const AFTER = 1800;
const WHEN_FULL = 50;

/** Keeps the queue. @returns false when there is no room even for what is near the current entry */
export function keepQueue(store: Store, queue: Queue): boolean {
  return (
    put(store, QUEUE, queueAsText(queue, BEFORE, AFTER)) ||
    put(store, QUEUE, queueAsText(queue, WHEN_FULL, WHEN_FULL))
  );
}

/** Keeps how far the current entry was heard. It is small, and written every few seconds. */
export function keepPlace(store: Store, { entries, index }: Queue, position: number): boolean {
  return put(store, PLACE, JSON.stringify({ key: entries[index]?.key, position }));
}

export function keepSettings(store: Store, settings: Settings): boolean {
  return put(store, SETTINGS, JSON.stringify(settings));
}

/** Forgets all but the settings. */
export function forget(store: Store): void {
  try {
    store.removeItem(QUEUE);
    store.removeItem(PLACE);
  } catch {
    // What cannot be touched keeps nothing.
  }
}

/** What was kept, as far as it can be read; anything that is damaged or from another version is left out. */
export function restore(store: Store, seed: number): Kept {
  const kept: Kept = { queue: emptyQueue(seed), position: 0, settings: settingsIn(store) };
  const saved = parsed(store, QUEUE) as Partial<SavedQueue> | undefined;
  const { tracks, keys } = saved ?? {};
  if (!Array.isArray(tracks) || !tracks.every(isTrack) || !areKeys(keys, tracks.length)) return kept;
  const entries = tracks.map((track, at): QueueEntry => ({ key: keys[at]!, track }));
  const place = parsed(store, PLACE) as { key?: number; position?: number } | undefined;
  const at = keys.indexOf(place?.key ?? -1);
  const index = within(at >= 0 ? at : saved?.index, entries.length);
  const order = saved?.unshuffled;
  const isOrder = Array.isArray(order) && order.length === entries.length && order.every((at) => entries[at]);
  kept.queue = {
    ...kept.queue,
    entries,
    index,
    unshuffled: isOrder ? order.map((at) => entries[at]!) : undefined,
    repeat: oneOf<Repeat>(saved?.repeat, ['off', 'all', 'one'], 'off'),
    nextKey: Math.max(0, ...keys) + 1,
  };
  if (at >= 0) kept.position = numberIn(place?.position, 0, Number.MAX_SAFE_INTEGER, 0);
  return kept;
}

interface SavedQueue {
  tracks: PlayerTrack[];
  keys: number[];
  index: number;
  /** Places in `tracks`, in the order that is restored when shuffling ends. */
  unshuffled: number[] | undefined;
  repeat: Repeat;
}

function queueAsText(queue: Queue, before: number, after: number): string {
  const from = Math.max(0, queue.index - before);
  const entries = queue.entries.slice(from, queue.index + after);
  const places = new Map(entries.map((entry, at) => [entry, at]));
  const saved: SavedQueue = {
    tracks: entries.map(({ track }) => slim(track)),
    keys: entries.map(({ key }) => key),
    index: queue.index - from,
    unshuffled: queue.unshuffled?.flatMap((entry) => places.get(entry) ?? []),
    repeat: queue.repeat,
  };
  return JSON.stringify(saved);
}

/** Only what the player itself needs: callers hand in whole tracks with comments, credits and more. */
function slim(track: PlayerTrack): PlayerTrack {
  const { id, title, album, albumId, artists, displayArtist, replayGain, format, hasLyrics } = track;
  const { disc, track: number } = track;
  return {
    id,
    title,
    album,
    albumId,
    artists,
    displayArtist,
    disc,
    track: number,
    replayGain,
    format,
    hasLyrics,
  };
}

function settingsIn(store: Store): Settings {
  const saved = (parsed(store, SETTINGS) ?? {}) as Partial<Settings>;
  return {
    volume: numberIn(saved.volume, 0, 1, DEFAULT_SETTINGS.volume),
    muted: saved.muted === true,
    speed: numberIn(saved.speed, 0.5, 2, DEFAULT_SETTINGS.speed),
    gainMode: oneOf<GainMode>(saved.gainMode, ['track', 'album', 'off'], DEFAULT_SETTINGS.gainMode),
  };
}

function put(store: Store, key: string, text: string): boolean {
  try {
    store.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

function parsed(store: Store, key: string): object | undefined {
  try {
    const value: unknown = JSON.parse(store.getItem(key) ?? 'null');
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function areKeys(value: unknown, length: number): value is number[] {
  return Array.isArray(value) && value.every(Number.isSafeInteger) && new Set(value).size === length;
}

function isTrack(value: unknown): value is PlayerTrack {
  const track = Object(value) as Partial<PlayerTrack>;
  return (
    typeof track.id === 'string' &&
    typeof track.title === 'string' &&
    typeof track.album === 'string' &&
    typeof track.albumId === 'string' &&
    typeof track.displayArtist === 'string' &&
    Array.isArray(track.artists) &&
    typeof track.format?.duration === 'number'
  );
}

function within(index: unknown, length: number): number {
  return length === 0 ? -1 : Math.trunc(numberIn(index, 0, length - 1, 0));
}

function numberIn(value: unknown, least: number, most: number, otherwise: number): number {
  return typeof value === 'number' && value >= least && value <= most ? value : otherwise;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.find((one) => one === value) ?? otherwise;
}
