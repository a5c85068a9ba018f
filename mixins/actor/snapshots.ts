import type { Collection, Doc } from '../store/types.ts';
import type { Snapshot } from './fold.ts';

/** Shortens the way from a stream to its state. Any of them may be missing, at any time. */
export interface Snapshots<S> {
  /** @param version of the shape of the state; those of another one are of no use */
  load(stream: string, version: number): Promise<Snapshot<S> | undefined>;
  /** Soon, and perhaps not at all. */
  save(stream: string, version: number, snapshot: Snapshot<S>): void;
}

export interface SnapshotDoc extends Doc, Snapshot<unknown> {
  version: number;
}

/**
 * Keeps snapshots in a collection of a service's database.
 * @param onFailure is told why one was not saved
 */
export function snapshotsIn<S>(
  collection: Pick<Collection<SnapshotDoc>, 'get'>,
  put: (doc: Omit<SnapshotDoc, 'rev'>) => Promise<unknown>,
  onFailure: (error: unknown) => void,
): Snapshots<S> {
  return {
    async load(stream, version) {
      const doc = await collection.get(stream);
      if (doc === null || doc.version !== version) return undefined;
      const { v, state, replies } = doc as unknown as Snapshot<S>;
      return { v, state, replies };
    },
    save(stream, version, snapshot) {
      put({ _id: stream, version, ...snapshot }).catch(onFailure);
    },
  };
}
