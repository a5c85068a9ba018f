import { isDeepStrictEqual } from 'node:util';
import { contentOf, saysTheSame } from './documents.ts';
import type { ModelDoc } from './types.ts';

/**
 * `wrong` says something else than the journal, `missing` is not there, `extra` is there and should not be, `behind` is not
 * as far as the journal, so that nothing can be said of it.
 */
export type Fault = 'wrong' | 'missing' | 'extra' | 'behind';

/** A document as a journal comes to. */
type Folded = Omit<ModelDoc, 'rev'>;

export interface Finding {
  kind: Fault;
  stored?: ModelDoc;
  journal?: Folded;
}

export type Verdict = { kind: 'equal' } | Finding;

/** A document of a read model beside what the journal comes to, up to where the document says that it knows it. */
export function verdictOf(stored: ModelDoc | undefined, journal: Folded | undefined): Verdict {
  if (stored === undefined) return journal === undefined ? { kind: 'equal' } : { kind: 'missing', journal };
  if (journal === undefined) return { kind: 'extra', stored };
  const isBehind = Object.entries(journal.ck).some(([p, pos]) => (stored.ck[p] ?? 0) < pos);
  if (isBehind) return { kind: 'behind', stored, journal };
  const isEqual = saysTheSame(stored, journal) && isDeepStrictEqual(stored.ck, journal.ck);
  return isEqual ? { kind: 'equal' } : { kind: 'wrong', stored, journal };
}

/** What two documents say differently, by field. */
export function differences(
  stored: ModelDoc,
  journal: Folded,
): Record<string, { stored: unknown; journal: unknown }> {
  const [one, other] = [stored, journal].map(
    (doc) => ({ ...contentOf(doc), ck: doc.ck }) as Record<string, unknown>,
  );
  const names = [...new Set([...Object.keys(one!), ...Object.keys(other!)])];
  const differing = names.filter((name) => !isDeepStrictEqual(one![name], other![name]));
  return Object.fromEntries(differing.map((name) => [name, { stored: one![name], journal: other![name] }]));
}
