import { setImmediate as breathe } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../store/types.ts';
import { EVERYTHING, idsOf, PAGE, pagesOf, saysTheSame } from './documents.ts';
import type { ModelDoc } from './types.ts';

export interface Compared {
  /** Of the new collection. */
  documents: number;
  differing: number;
  /** Ids of those of which one is further than the other one, or not there. */
  unsure: Set<string>;
}

/** Compares the two collections of a read model while the old one may go on. */
export async function compare(db: Database, old: string, built: string): Promise<Compared> {
  const compared: Compared = { documents: 0, differing: 0, unsure: new Set() };
  for await (const page of pagesOf(db, built)) {
    const others = await db.collection<ModelDoc>(old).getMany(page.map(({ _id }) => _id));
    compared.documents += page.length;
    for (const [i, doc] of page.entries()) {
      const other = others[i];
      if (other && saysTheSame(doc, other)) continue;
      if (other && isDeepStrictEqual(doc.ck, other.ck)) compared.differing++;
      else compared.unsure.add(doc._id);
    }
    await breathe();
  }
  for await (const ids of idsOf(db, old)) {
    const present = await db.collection<ModelDoc>(built).getMany(ids);
    for (const [i, id] of ids.entries()) if (present[i] === null) compared.unsure.add(id);
    await breathe();
  }
  return compared;
}

/** The same for one that takes nobody's place. */
export async function allOf(db: Database, built: string): Promise<Compared> {
  const documents = await db.collection<ModelDoc>(built).count(EVERYTHING);
  return { documents, differing: documents, unsure: new Set() };
}

/** How many of these differ, when neither collection goes on. */
export async function differingOf(
  db: Database,
  [old, built]: readonly [string, string],
  unsure: ReadonlySet<string>,
): Promise<number> {
  let differing = 0;
  const ids = [...unsure];
  for (let from = 0; from < ids.length; from += PAGE) {
    const page = ids.slice(from, from + PAGE);
    const [before, after] = await Promise.all(
      [old, built].map((name) => db.collection<ModelDoc>(name).getMany(page)),
    );
    for (const i of page.keys()) {
      const [one, other] = [before![i], after![i]];
      if (one && other ? !saysTheSame(one, other) : one !== other) differing++;
    }
    await breathe();
  }
  return differing;
}
