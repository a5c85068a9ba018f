import type { Context } from 'moleculer';
import type { ActionName, Actions } from '../actions.ts';
import { findTracks } from './index/finding.ts';
import { countMatching, matching, numbersOf } from './index/matching.ts';
import { type Chosen, ordered } from './index/ordering.ts';
import type { IndexFile } from './index/rows.ts';
import * as params from './params.ts';
import { checkRules } from './rules/check.ts';
import { planOf } from './rules/condition.ts';
import { NO_MARKS } from './rules/rules.ts';
import type { Catalog, CatalogActions } from './service.ts';

type Call<N extends ActionName> = Context<Actions[N]['params']>;
type Matching = Call<'catalog.matching'>['params'];

/** Which tracks are meant by rules, or by how others name them. */
export const ruleActions: CatalogActions = {
  matching: {
    permissions: ['service'],
    timeout: 10_000,
    params: params.matched,
    handler(this: Catalog, ctx: Call<'catalog.matching'>) {
      checkRules(ctx.params.rules);
      return this.index.readInSteps((rows) => choose(rows, ctx.params));
    },
  },
  countMatching: {
    permissions: ['service'],
    timeout: 10_000,
    params: params.counted,
    handler(this: Catalog, { params: { rules, marks } }: Call<'catalog.countMatching'>) {
      checkRules(rules);
      return this.index.readInSteps(function* (rows) {
        const numbers = yield* numbersOf(rows, marks ?? NO_MARKS);
        return yield* countMatching(rows, planOf(rules, numbers, Date.now()));
      });
    },
  },
  findTracks: {
    permissions: ['listener', 'service'],
    timeout: 10_000,
    params: params.wanted,
    handler(this: Catalog, ctx: Call<'catalog.findTracks'>) {
      return this.index.readInSteps((rows) => findTracks(rows, ctx.params.wanted));
    },
  },
};

function* choose(
  rows: IndexFile,
  { rules, marks, seed }: Matching,
): Generator<void, Chosen & { matching: number }> {
  const numbers = yield* numbersOf(rows, marks ?? NO_MARKS);
  const matches = yield* matching(rows, planOf(rules, numbers, Date.now()));
  const ordering = { ...rules, rated: numbers.rated, seed: seed ?? `${Math.random()}` };
  return { ...(yield* ordered(rows, matches, ordering)), matching: matches.length };
}
