import type { Rule, RuleGroup, Rules } from '../../../../services/catalog/rules/rules.ts';

/*
 * What can be said in a rule, as services/catalog/rules/rules.ts has it. It is repeated here, so that the page does not
 * load the engine's module for it; a test holds the two together.
 */
export const FIELDS = {
  genre: 'text',
  artist: 'text',
  album: 'text',
  title: 'text',
  year: 'number',
  rating: 'number',
  starred: 'flag',
  added: 'date',
  duration: 'number',
  bpm: 'number',
  path: 'text',
  format: 'text',
} as const;
export const OPERATORS = {
  text: ['is', 'isNot', 'contains', 'startsWith'],
  number: ['is', 'isNot', 'greater', 'less', 'between'],
  flag: ['is'],
  date: ['inLast', 'greater', 'less', 'between', 'is', 'isNot'],
} as const;
export const ORDERS = ['random', 'added', 'year', 'title', 'artist', 'album', 'rating'] as const;

/** Rules together, those in groups included. */
export const MOST_RULES = 30;

export type Field = keyof typeof FIELDS;
export type Operator = Rule['operator'];

export const NEW_RULE: Rule = { field: 'genre', operator: 'is', value: '' };
export const NEW_GROUP: RuleGroup = { match: 'any', rules: [NEW_RULE] };
export const NEW_RULES: Rules = { match: 'all', rules: [NEW_RULE], order: 'random', limit: 100 };

export function isGroup(rule: Rule | RuleGroup): rule is RuleGroup {
  return 'rules' in rule;
}

/** How many more rules there may be, wherever. */
export function roomIn({ rules }: Pick<Rules, 'rules'>): number {
  return MOST_RULES - rules.flatMap((rule) => (isGroup(rule) ? rule.rules : [rule])).length;
}

/** Rules with another one in the place of one of them; without it, and its group when that is left empty, when there is none. */
export function replaced<T extends Rule | RuleGroup>(
  rules: readonly T[],
  index: number,
  rule: T | undefined,
): T[] {
  const isGone = rule === undefined || (isGroup(rule) && rule.rules.length === 0);
  return rules.toSpliced(index, 1, ...(isGone ? [] : [rule]));
}

/** A rule about another field: compared as that is compared first. */
export function aboutField(field: Field): Rule {
  const operator = OPERATORS[FIELDS[field]][0];
  return withOperator({ field, operator, value: '' }, operator);
}

/** A rule compared in another way; its value stays where that can be. */
export function withOperator(rule: Rule, operator: Operator): Rule {
  const kind = FIELDS[rule.field];
  const first = Array.isArray(rule.value) ? rule.value[0] : rule.value;
  if (kind === 'flag') return { ...rule, operator, value: rule.value !== false };
  if (operator === 'inLast') return { ...rule, operator, value: typeof first === 'number' ? first : 30 };
  if (kind === 'text') return { ...rule, operator, value: String(first) };
  if (kind === 'date') {
    const day = typeof first === 'string' ? first : '';
    return { ...rule, operator, value: operator === 'between' ? [day, day] : day };
  }
  const number = typeof first === 'number' ? first : 0;
  return { ...rule, operator, value: operator === 'between' ? [number, number] : number };
}

/** Whether a rule says something: one whose value is still missing chooses nothing, and is not asked for. */
export function isComplete(rule: Rule): boolean {
  const values: unknown[] = Array.isArray(rule.value) ? rule.value : [rule.value];
  return values.every((value) => value !== '' && !Number.isNaN(value));
}

/** The rules that say something. */
export function completeOf(rules: Rules): Rules {
  const complete = rules.rules.flatMap((rule): (Rule | RuleGroup)[] => {
    if (!isGroup(rule)) return isComplete(rule) ? [rule] : [];
    const inGroup = rule.rules.filter(isComplete);
    return inGroup.length > 0 ? [{ ...rule, rules: inGroup }] : [];
  });
  return { ...rules, rules: complete };
}
