/**
 * All that can happen to a listener's queue, and to what is kept of the listener. Its `device` is a sealed
 * {@link Device}.
 */
export type QueueEvent =
  /** From `at` on, `removed` tracks went and `inserted` came. */
  | { type: 'queue-edited'; data: { at: number; removed: number; inserted: readonly string[] } }
  | { type: 'queue-moved'; data: Place }
  /** The listener is no more: from here on nothing is taken from them. */
  | { type: 'departed'; data: { at: number } }
  /** Nothing of theirs may be kept or shown any more. */
  | { type: 'erased'; data: { at: number } };

/** Where the queue is, who plays it, and whether it sounds. */
export interface Place {
  /** Of the track, from 0; null when none is chosen. */
  index: number | null;
  /** Seconds into that track, at the time `at`. */
  position: number;
  isSounding: boolean;
  /** Sealed; null when nobody has said. */
  device: string | null;
  /** ms since 1970 */
  at: number;
}
