import type { PlayerTrack, QueueEntry, Repeat } from './player.ts';
import { shuffled } from './shuffle.ts';

/** What is played in which order. Never changed in place. */
export interface Queue {
  /** In the order in which it is heard. */
  readonly entries: readonly QueueEntry[];
  /** Of the current entry; -1 when there is none. */
  readonly index: number;
  /** The same entries in the order that is restored when shuffling ends; undefined when nothing is shuffled. */
  readonly unshuffled: readonly QueueEntry[] | undefined;
  readonly repeat: Repeat;
  /** Of the next shuffling, so that what comes next can be told before it comes. */
  readonly seed: number;
  /** Of the next entry that is made. */
  readonly nextKey: number;
}

export function emptyQueue(seed: number): Queue {
  return { entries: [], index: -1, unshuffled: undefined, repeat: 'off', seed, nextKey: 1 };
}

export function currentOf({ entries, index }: Queue): QueueEntry | undefined {
  return entries[index];
}

/** Other tracks, and the one to begin with. A shuffled queue stays shuffled, and begins with that track. */
export function replaced(queue: Queue, tracks: readonly PlayerTrack[], index: number): Queue {
  const { entries, nextKey } = entriesOf(queue, tracks);
  const start = entries.length === 0 ? -1 : Math.max(0, Math.min(entries.length - 1, Math.trunc(index) || 0));
  const plain = { ...queue, entries, index: start, unshuffled: undefined, nextKey };
  if (queue.unshuffled === undefined || start < 0) return plain;
  const first = entries[start]!;
  const rest = entries.filter((entry) => entry !== first);
  return {
    ...plain,
    entries: [first, ...shuffled(rest, queue.seed)],
    index: 0,
    unshuffled: entries,
    seed: queue.seed + 1,
  };
}

/** With another entry current. An index out of range changes nothing. */
export function moved(queue: Queue, index: number): Queue {
  return queue.entries[index] === undefined ? queue : { ...queue, index };
}

/**
 * When the current entry has ended by itself: the same again, the next one, or, when all is repeated, the first one of the
 * next round, which is shuffled anew when the queue is shuffled. Undefined at the end.
 */
export function followed(queue: Queue): Queue | undefined {
  if (queue.index >= 0 && queue.repeat === 'one') return queue;
  return advanced(queue);
}

/** As {@link followed}, when a listener asks for the next one: one that is repeated is left. */
export function advanced(queue: Queue): Queue | undefined {
  if (queue.index + 1 < queue.entries.length) return { ...queue, index: queue.index + 1 };
  if (queue.repeat === 'off' || queue.entries.length === 0) return undefined;
  if (queue.unshuffled === undefined) return { ...queue, index: 0 };
  const entries = shuffled(queue.entries, queue.seed);
  // The same twice in a row would sound like a fault.
  if (entries[0] === queue.entries[queue.index]) entries.push(entries.shift()!);
  return { ...queue, entries, index: 0, seed: queue.seed + 1 };
}

/** The entry before; around to the last when all is repeated. Undefined at the start. */
export function retreated(queue: Queue): Queue | undefined {
  if (queue.index > 0) return { ...queue, index: queue.index - 1 };
  if (queue.repeat !== 'all' || queue.entries.length === 0) return undefined;
  return { ...queue, index: queue.entries.length - 1 };
}

/** Shuffles what comes after the current entry; what was heard stays where it is. */
export function shuffledOn(queue: Queue): Queue {
  if (queue.unshuffled !== undefined) return queue;
  const heard = queue.entries.slice(0, queue.index + 1);
  const rest = shuffled(queue.entries.slice(queue.index + 1), queue.seed);
  return { ...queue, entries: [...heard, ...rest], unshuffled: queue.entries, seed: queue.seed + 1 };
}

/** Everything back in its own order; the current entry stays the current one. */
export function shuffledOff(queue: Queue): Queue {
  if (queue.unshuffled === undefined) return queue;
  const current = currentOf(queue);
  const index = current === undefined ? -1 : queue.unshuffled.indexOf(current);
  return { ...queue, entries: queue.unshuffled, index, unshuffled: undefined };
}

/** Tracks put behind the current entry, in both orders. Into an empty queue, the first becomes current. */
export function insertedNext(queue: Queue, tracks: readonly PlayerTrack[]): Queue {
  const made = entriesOf(queue, tracks);
  const current = currentOf(queue);
  const behind = (list: readonly QueueEntry[]) => {
    const at = current === undefined ? 0 : list.indexOf(current) + 1;
    return [...list.slice(0, at), ...made.entries, ...list.slice(at)];
  };
  return withFirst({
    ...queue,
    entries: behind(queue.entries),
    unshuffled: queue.unshuffled && behind(queue.unshuffled),
    nextKey: made.nextKey,
  });
}

/** Tracks put at the end, in both orders. */
export function appended(queue: Queue, tracks: readonly PlayerTrack[]): Queue {
  const made = entriesOf(queue, tracks);
  return withFirst({
    ...queue,
    entries: [...queue.entries, ...made.entries],
    unshuffled: queue.unshuffled && [...queue.unshuffled, ...made.entries],
    nextKey: made.nextKey,
  });
}

/** The entry at `from` put so that it stands at `to`. The order that shuffling will restore stays as it is. */
export function reordered(queue: Queue, from: number, to: number): Queue {
  const entry = queue.entries[from];
  if (entry === undefined || queue.entries[to] === undefined || from === to) return queue;
  const current = currentOf(queue);
  const entries = queue.entries.toSpliced(from, 1).toSpliced(to, 0, entry);
  return { ...queue, entries, index: current === undefined ? -1 : entries.indexOf(current) };
}

/** Without an entry. Where it was the current one, the next is, or, at the end, the one before. */
export function removed(queue: Queue, at: number): Queue {
  const entry = queue.entries[at];
  if (entry === undefined) return queue;
  const entries = queue.entries.toSpliced(at, 1);
  const shifted = at < queue.index ? queue.index - 1 : queue.index;
  return {
    ...queue,
    entries,
    index: Math.min(shifted, entries.length - 1),
    unshuffled: queue.unshuffled?.filter((other) => other !== entry),
  };
}

/**
 * The queue as another device has left it. Entries of tracks that are still there stay the entries that they are, the current
 * one before all others, so that what is heard can go on.
 */
export function adopted(queue: Queue, tracks: readonly PlayerTrack[], index: number): Queue {
  const current = currentOf(queue);
  const at = tracks.length === 0 ? -1 : Math.max(0, Math.min(tracks.length - 1, index));
  const isSame = current !== undefined && tracks[at]?.id === current.track.id;
  const others = isSame ? queue.entries.filter((entry) => entry !== current) : queue.entries;
  const free = Map.groupBy(others, ({ track }) => track.id);
  let { nextKey } = queue;
  const entries = tracks.map(
    (track, place): QueueEntry =>
      isSame && place === at ? current : (free.get(track.id)?.shift() ?? { key: nextKey++, track }),
  );
  const there = new Set(entries);
  const known = new Set(queue.entries);
  const unshuffled = queue.unshuffled && [
    ...queue.unshuffled.filter((entry) => there.has(entry)),
    ...entries.filter((entry) => !known.has(entry)),
  ];
  return { ...queue, entries, index: at, unshuffled, nextKey };
}

function withFirst(queue: Queue): Queue {
  return queue.index < 0 && queue.entries.length > 0 ? { ...queue, index: 0 } : queue;
}

function entriesOf({ nextKey }: Queue, tracks: readonly PlayerTrack[]) {
  const entries = tracks.map((track, index): QueueEntry => ({ key: nextKey + index, track }));
  return { entries, nextKey: nextKey + tracks.length };
}
