import { setImmediate as breathe } from 'node:timers/promises';
import { PARTITIONS } from '../journal/partitions.ts';
import type { CollectionSpec, Database, Doc, ReadableDatabase } from '../store/types.ts';
import type { Claim } from './claim.ts';
import { EVERYTHING, pagesOf } from './documents.ts';
import { checkpointId, type Projector } from './projector.ts';
import type { ReadModel } from './types.ts';

export const CHECKPOINTS = 'checkpoints';
/** Of what is said of each read model. */
export const STATES = 'models';
/** All partitions. */
export const EVERYWHERE: readonly number[] = Array.from({ length: PARTITIONS }, (_, p) => p);

export type Slot = 0 | 1;

/** Which of its two collections a read model is served from. */
export interface ModelState extends Doc {
  slot: Slot;
  /** Of the model that has written it. */
  version: number;
  /** Another one each time that it is built, for who copies it meanwhile. Older versions kept none. */
  built?: string;
}

/** Where a read model is served from, and which version of it; undefined as long as it was never built. */
export async function servedFrom(
  db: Pick<ReadableDatabase, 'collection'>,
  { name }: { name: string },
): Promise<{ collection: string; version: number } | undefined> {
  const state = await db.collection<ModelState>(STATES).get(name);
  return state === null ? undefined : { collection: nameOf({ name }, state.slot), version: state.version };
}

/** A read model with what its queries need. */
export interface DeclaredModel {
  model: ReadModel;
  spec: CollectionSpec;
}

/** The collections of read models: two for each, so that one can be built anew while the other one serves. */
export function collectionsOf(models: readonly DeclaredModel[]): Record<string, CollectionSpec> {
  const slots = models.flatMap(({ model, spec }) =>
    ([0, 1] as const).map((slot) => {
      const everything = { ...spec, queries: { ...spec.queries, [EVERYTHING]: {} } };
      return [nameOf(model, slot), everything] as const;
    }),
  );
  return { ...Object.fromEntries(slots), [CHECKPOINTS]: {}, [STATES]: {} };
}

/** The name of such a collection. */
export function nameOf({ name }: { name: string }, slot: Slot): string {
  return `${name}${slot}`;
}

/** Takes away what is in a collection, and what says how far it is. @param claim is looked at before every removal */
export async function clear(db: Database, collection: string, claim: Claim | undefined): Promise<void> {
  // What says how far it is goes first: a model that is half cleared begins anew.
  const checkpoints = EVERYWHERE.map((p) => ({
    collection: CHECKPOINTS,
    remove: checkpointId(collection, p),
  }));
  await db.commit(checkpoints);
  for await (const page of pagesOf(db, collection)) {
    await claim?.check();
    await db.commit(page.map(({ _id }) => ({ collection, remove: _id })));
  }
}

/** Lets it go on until there is nothing more, and others have their turns. */
export async function finish(projector: Pick<Projector, 'advance'>): Promise<void> {
  for (let unfinished = EVERYWHERE; unfinished.length > 0; ) {
    unfinished = await projector.advance(unfinished);
    await breathe();
  }
}
