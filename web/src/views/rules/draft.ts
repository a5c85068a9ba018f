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

export type Field = keyof typeof FIELDS;
export type Operator = Rule['operator'];

export const NEW_RULES: Rules = {
  match: 'all',
  rules: [{ field: 'genre', operator: 'is', value: '' }],
  order: 'random',
  limit: 100,
};

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
export function isComplete(rule: Rule | RuleGroup): boolean {
  if ('rules' in rule) return true;
  const values: unknown[] = Array.isArray(rule.value) ? rule.value : [rule.value];
  return values.every((value) => value !== '' && !Number.isNaN(value));
}

/** The rules that say something. */
export function completeOf(rules: Rules): Rules {
  return { ...rules, rules: rules.rules.filter(isComplete) };
}
