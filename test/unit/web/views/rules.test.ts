import { describe, expect, it } from '@jest/globals';
import * as engine from '../../../../services/catalog/rules/rules.ts';
import * as page from '../../../../web/src/views/rules/draft.ts';

describe('The rules that the player offers', () => {
  it('are about everything that the engine knows rules about', () => {
    expect(page.FIELDS).toEqual(engine.FIELDS);
    expect([...page.ORDERS].sort()).toEqual([...engine.ORDERS].sort());
  });

  it('are compared in ways that the engine knows', () => {
    for (const kind of Object.keys(page.OPERATORS) as engine.FieldKind[]) {
      expect(engine.OPERATORS[kind]).toEqual(expect.arrayContaining([...page.OPERATORS[kind]]));
    }
  });

  it('keep their value where another way to compare can use it', () => {
    const year = { field: 'year', operator: 'is', value: 1974 } as const;
    expect(page.withOperator(year, 'between').value).toEqual([1974, 1974]);
    expect(page.withOperator(page.withOperator(year, 'between'), 'less').value).toBe(1974);
    expect(page.aboutField('starred')).toEqual({ field: 'starred', operator: 'is', value: true });
    expect(page.aboutField('added')).toEqual({ field: 'added', operator: 'inLast', value: 30 });
  });

  it('are as many as the engine takes, those in groups included', () => {
    expect(page.MOST_RULES).toBe(engine.MOST_RULES);
    const group = { match: 'all' as const, rules: Array<engine.Rule>(20).fill(page.NEW_RULE) };
    expect(page.roomIn({ rules: [group, page.NEW_RULE] })).toBe(9);
  });

  it('are taken away with their group when that has no others', () => {
    const [one, other] = [page.aboutField('year'), page.aboutField('rating')];
    expect(page.replaced([one, other], 0, undefined)).toEqual([other]);
    expect(page.replaced([page.NEW_GROUP, one], 0, { match: 'any', rules: [] })).toEqual([one]);
    expect(page.replaced([one, page.NEW_GROUP], 0, other)).toEqual([other, page.NEW_GROUP]);
  });

  it('are not asked for before they say something', () => {
    const rules = { ...page.NEW_RULES, rules: [page.aboutField('genre'), page.aboutField('rating')] };
    expect(page.completeOf(rules).rules).toEqual([page.aboutField('rating')]);
    const group = (...inner: engine.Rule[]) => ({ match: 'any' as const, rules: inner });
    const year = { field: 'year', operator: 'greater', value: 1974 } as const;
    const grouped = { ...rules, rules: [group(page.NEW_RULE, year), group(page.NEW_RULE)] };
    expect(page.completeOf(grouped).rules).toEqual([group(year)]);
    expect(page.isComplete({ field: 'year', operator: 'between', value: [1970, Number.NaN] })).toBe(false);
  });
});
