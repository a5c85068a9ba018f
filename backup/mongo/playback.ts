import { isDeepStrictEqual } from 'node:util';
import { type Checkpoint, checkpointId } from '../../mixins/projection/projector.ts';
import { CHECKPOINTS, type ModelState, nameOf, STATES } from '../../mixins/projection/slots.ts';
import { type Copy, decoded, encoded, type Page } from './copy.ts';
import { copyJournal } from './journal.ts';

const ROOM = 'playback';

/**
 * Copies what playback keeps, then its journal. Of the read models the checkpoints come first: a document that is copied
 * later knows at least what they say, and goes on from what it says itself. Where that is not sure, since read models were
 * built anew meanwhile or stood still before, the copy names none that serves: all are built from the journal at the first
 * start.
 * @param collections of the database, in the order in which they are copied
 */
export async function copyPlayback(copy: Copy, collections: readonly string[]): Promise<void> {
  const states = await statesIn(copy);
  // What is being built is of no use.
  const idle = new Set(states.map(({ _id: name, slot }) => nameOf({ name }, slot === 0 ? 1 : 0)));
  const positions = new Map<string, number>();
  for (const collection of collections) {
    if (collection === STATES || idle.has(collection)) continue;
    const pages = copy.pages(ROOM, collection);
    await copy.write(ROOM, collection, collection === CHECKPOINTS ? noted(pages, positions) : pages);
  }
  const known = (p: number) =>
    Math.min(
      ...states.map(({ _id: name, slot }) => positions.get(checkpointId(nameOf({ name }, slot), p)) ?? 0),
    );
  const canFollow = await copyJournal(copy, known);
  const isSame = isDeepStrictEqual(await statesIn(copy), states);
  await copy.write(ROOM, STATES, [canFollow && isSame ? states.map(encoded) : []]);
}

/** Beside them stands who is building some. */
function statesIn(copy: Copy): Promise<ModelState[]> {
  const states = copy.collection<ModelState>(ROOM, STATES).find({ slot: { $exists: true } });
  return states.sort({ _id: 1 }).toArray();
}

async function* noted(pages: AsyncIterable<Page>, positions: Map<string, number>): AsyncGenerator<Page> {
  for await (const page of pages) {
    for (const { _id, pos } of page.map((document) => decoded<Checkpoint>(document))) positions.set(_id, pos);
    yield page;
  }
}
