import { describe, expect, it } from '@jest/globals';
import { toPublicError } from '../../../../../errors.ts';
import { checked } from '../../../../../services/gateway/rest/check.ts';

const RULES = {
  name: { type: 'string', max: 5 },
  count: { type: 'number', integer: true, default: 3 },
  inner: { type: 'object', strict: true, optional: true, props: { a: { type: 'string', optional: true } } },
} as const;

const refusal = (values: Record<string, unknown>) => {
  try {
    checked(RULES, values);
  } catch (error) {
    return toPublicError(error);
  }
  throw new Error('It was let pass.');
};

describe('checked values', () => {
  it('have defaults, and leave what they were made of alone', () => {
    const values = { name: 'a' };
    expect(checked(RULES, values)).toEqual({ name: 'a', count: 3 });
    expect(values).toEqual({ name: 'a' });
  });

  it('have nothing that is unknown; the answer says what there is', () => {
    const { type, message } = refusal({ name: 'a', other: 1 });
    expect(type).toBe('BAD_PARAMETER');
    expect(message).toBe("There is no parameter 'other' here. There are: name, count, inner.");
    expect(refusal({ name: 'a', ['__proto__']: 1, constructor: 1 }).type).toBe('BAD_PARAMETER');
    expect(refusal({ name: 'a', inner: { b: 1 } }).type).toBe('BAD_PARAMETER');
  });

  it('have no null anywhere, for it would stand for what was left out', () => {
    expect(refusal({ name: 'a', count: null }).message).toContain("'count'");
    expect(refusal({ name: 'a', inner: { a: null } }).message).toContain("'inner'");
  });

  it('are of the right type, without being made so', () => {
    expect(refusal({}).type).toBe('MISSING_PARAMETER');
    for (const values of [
      { name: 1 },
      { name: 'toolong' },
      { name: 'a', count: '3' },
      { name: 'a', count: 1.5 },
    ]) {
      expect(refusal(values).type).toBe('BAD_PARAMETER');
    }
  });

  it('say of what kind they are, and only that kind is spoken of when something is wrong', () => {
    const kinds = {
      go: { to: { type: 'number', min: 0 } },
      stop: { why: { type: 'string', max: 3, optional: true } },
    } as const;
    const rules = { all: { type: 'array', items: { type: 'kinds', by: 'type', kinds } } } as const;
    const said = (...all: unknown[]) => {
      try {
        return checked(rules, { all });
      } catch (error) {
        return toPublicError(error).message;
      }
    };
    expect(said({ type: 'go', to: 1 }, { type: 'stop' })).toEqual({
      all: [{ type: 'go', to: 1 }, { type: 'stop' }],
    });
    expect(said({ type: 'stop' }, { type: 'go' })).toBe("Parameter 'all[1].to' is missing.");
    expect(said({ type: 'go', to: -1 })).toBe("The 'all[0].to' field must be greater than or equal to 0.");
    expect(said({ type: 'fly' })).toBe("The 'all[0].type' field must be one of go, stop.");
    expect(said({ type: 'toString' }, 1)).toMatch(/one of go, stop\. The 'all\[1\]' must be an object\.$/);
    expect(said({ type: 'stop', to: 1 })).toMatch(/all\[0\].*'to'/);
  });
});
