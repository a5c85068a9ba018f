import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { rules as smartRules } from '../../../../../services/catalog/rules/params.ts';
import { checked } from '../../../../../services/gateway/rest/check.ts';
import type { Rules } from '../../../../../services/gateway/rest/rules.ts';
import { objectOf, schemaOf } from '../../../../../services/gateway/rest/schema.ts';

describe('the JSON schema of a rule', () => {
  it('says the same as the rule', () => {
    expect(
      schemaOf({ type: 'number', integer: true, min: 1, max: 5, default: 2, about: 'So many.' }),
    ).toEqual({
      ...{ type: 'integer', minimum: 1, maximum: 5 },
      ...{ default: 2, description: 'So many.' },
    });
    expect(schemaOf({ type: 'enum', values: ['a', 'b'] })).toEqual({ type: 'string', enum: ['a', 'b'] });
    expect(schemaOf({ type: 'array', length: 2, items: { type: 'boolean' } })).toEqual({
      ...{ type: 'array', items: { type: 'boolean' } },
      ...{ minItems: 2, maxItems: 2 },
    });
  });

  const RULES: Rules = {
    name: { type: 'string', min: 1, max: 5 },
    count: { type: 'number', integer: true, min: 0, optional: true },
    kind: { type: 'enum', values: ['a', 'b'], default: 'a' },
    list: { type: 'array', max: 2, items: { type: 'string' }, optional: true },
    rules: { ...smartRules, optional: true },
  };
  const validate = new Ajv2020({ strict: false }).compile(objectOf(RULES));
  const passes = (values: object) => {
    try {
      checked(RULES, values as Record<string, unknown>);
      return true;
    } catch {
      return false;
    }
  };
  const rule = { field: 'year', operator: 'is', value: 1990 };
  const some = (more: object) => ({
    name: 'a',
    rules: { match: 'all', rules: [rule], order: 'title', limit: 5, ...more },
  });

  it.each([
    {},
    { name: 'a' },
    { name: '' },
    { name: 'toolong' },
    { name: 'a', count: -1 },
    { name: 'a', count: 1.5 },
    { name: 'a', count: null },
    { name: 'a', kind: 'c' },
    { name: 'a', list: ['a', 'b', 'c'] },
    { name: 'a', list: [1] },
    { name: 'a', more: 1 },
    some({}),
    some({ limit: 0 }),
    some({ more: 1 }),
    some({ descending: null }),
    some({ rules: [{ match: 'any', rules: [rule] }] }),
    some({ rules: [{ match: 'any', rules: [] }] }),
    some({ rules: [{ ...rule, value: [1, 2] }] }),
    some({ rules: [{ ...rule, value: [1, 2, 3] }] }),
    some({ rules: [{ ...rule, value: { a: 1 } }] }),
  ])('lets pass what the rule lets pass: %j', (values) => {
    expect(validate(values)).toBe(passes(values));
  });
});
