import { FIELDS, MOST_CHOSEN, MOST_RULES, OPERATORS, ORDERS } from './rules.ts';

/** Checks of parameters that are rules; what they cannot say, {@link checkRules} does. */
const match = { type: 'enum', values: ['all', 'any'] } as const;
const text = { type: 'string', max: 200 } as const;
const number = { type: 'number', min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const pair = (items: typeof number | typeof text) => ({ type: 'array', length: 2, items }) as const;
const rule = {
  field: { type: 'enum', values: Object.keys(FIELDS) },
  operator: { type: 'enum', values: [...new Set(Object.values(OPERATORS).flat())] },
  value: { type: 'multi', rules: [text, number, { type: 'boolean' }, pair(number), pair(text)] },
} as const;
const inGroup = { type: 'object', strict: true, props: rule } as const;
const ruleOrGroup = {
  type: 'object',
  strict: true,
  props: {
    field: { ...rule.field, optional: true },
    operator: { ...rule.operator, optional: true },
    value: { ...rule.value, optional: true },
    match: { ...match, optional: true },
    rules: { type: 'array', min: 1, max: MOST_RULES, items: inGroup, optional: true },
  },
} as const;

export const rules = {
  type: 'object',
  strict: true,
  props: {
    match,
    rules: { type: 'array', max: MOST_RULES, items: ruleOrGroup },
    order: { type: 'enum', values: ORDERS },
    descending: { type: 'boolean', optional: true },
    limit: { type: 'number', integer: true, min: 1, max: MOST_CHOSEN },
  },
} as const;
