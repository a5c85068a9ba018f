import { describe, expect, it } from '@jest/globals';
import { converted } from '../../../../../services/gateway/rest/query.ts';
import { errorOf } from '../../../../support/rooms.ts';

const RULES = {
  limit: { type: 'number' },
  full: { type: 'boolean' },
  ids: { type: 'array', items: { type: 'string' } },
  q: { type: 'string' },
} as const;
const convert = (query: string) => ({ ...converted(RULES, new URLSearchParams(query)) });

describe('a query string', () => {
  it('becomes what the rules ask for', () => {
    expect(convert('limit=-5&full=false&ids=a,b&q=1')).toEqual({
      limit: -5,
      full: false,
      ids: ['a', 'b'],
      q: '1',
    });
    expect(convert('ids=&q=')).toEqual({ ids: [], q: '' });
    expect(convert('limit=2.5')).toEqual({ limit: 2.5 });
  });

  it('keeps what nobody knows, to be named by the check', () => {
    expect(convert('other=1&toString=2')).toEqual({ other: '1', toString: '2' });
    expect(Object.keys(convert('__proto__=1'))).toEqual(['__proto__']);
  });

  it.each([
    'limit=',
    'limit=1e3',
    'limit=0x10',
    'limit= 1',
    'limit=Infinity',
    'full=1',
    'full=',
    'full=TRUE',
    'q=1&q=2',
  ])('is refused where it is ambiguous: %s', (query) => {
    expect(() => convert(query)).toThrow(errorOf('BAD_PARAMETER'));
  });
});
