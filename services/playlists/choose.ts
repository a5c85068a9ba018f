import type { Service } from 'moleculer';
import { callAsService } from '../../mixins/caller.ts';
import type { Actions } from '../actions.ts';
import { checkRules } from '../catalog/rules/check.ts';
import { allRules, type Marks, NO_MARKS, type Rules } from '../catalog/rules/rules.ts';

/** What rules choose for a listener. */
export type Chosen = Actions['catalog.matching']['result'];

/** Whose stars and ratings count, and what makes a random order the same each time. */
export interface Choice {
  ownerId: string;
  rules: Rules;
  seed: string;
}

/**
 * Rules as they are stored.
 * @throws {CantigaError} BAD_PARAMETER, TOO_LARGE
 */
export function cleanRules({ match, rules, order, descending, limit }: Rules): Rules {
  const clean = { match, rules, order, descending: descending === true, limit };
  checkRules(clean);
  return clean;
}

/** Asks the catalog what rules choose. In the owner's view, whoever looks. */
export async function choose(service: Service, { ownerId, rules, seed }: Choice): Promise<Chosen> {
  const marks = await marksFor(service, ownerId, rules);
  return callAsService(service, 'catalog.matching', { rules, marks, seed });
}

/** How many tracks rules choose, whatever their limit. */
export async function count(service: Service, ownerId: string, rules: Rules): Promise<number> {
  const marks = await marksFor(service, ownerId, rules);
  return callAsService(service, 'catalog.countMatching', { rules, marks });
}

/** The marks that the rules ask for; they may be many. */
async function marksFor(service: Service, user: string, rules: Rules): Promise<Marks> {
  const fields = new Set<string>(allRules(rules).map(({ field }) => field));
  const starred = fields.has('starred');
  const rated = fields.has('rating') || rules.order === 'rating';
  if (!starred && !rated) return NO_MARKS;
  const marks = await callAsService(service, 'profiles.marks', { user });
  return { starred: starred ? marks.starred : [], rated: rated ? marks.rated : [] };
}
