import { describe, expect, it } from '@jest/globals';
import { arrayOf, extended, type Json, jsonOf, objectOf } from '../../../../../services/gateway/rest/json.ts';

const parsed = (json: Json) => JSON.parse(Buffer.concat([...json]).toString());

describe('JSON in pieces', () => {
  it('is put together without being parsed', () => {
    const items = [Buffer.from('{"a":1},'), Buffer.from('{"é":2}')];
    expect(parsed(arrayOf(items))).toEqual([{ a: 1 }, { é: 2 }]);
    expect(parsed(arrayOf([]))).toEqual([]);
    expect(parsed(objectOf({ list: arrayOf(items), 'a"b': jsonOf(null), none: undefined }))).toEqual({
      list: [{ a: 1 }, { é: 2 }],
      'a"b': null,
    });
    expect(parsed(objectOf({}))).toEqual({});
    expect(parsed(extended([Buffer.from('{"a":1}')], { b: jsonOf([]) }))).toEqual({ a: 1, b: [] });
  });
});
