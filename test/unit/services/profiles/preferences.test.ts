import { describe, expect, it } from '@jest/globals';
import { textOf } from '../../../../services/profiles/preferences.ts';
import { errorOf } from '../../../support/rooms.ts';

const nested = (levels: number): Record<string, unknown> => {
  let value: Record<string, unknown> = {};
  for (let level = 1; level < levels; level++) value = { in: value };
  return value;
};

describe('given preferences', () => {
  it('when they are JSON, then they are kept as they are', () => {
    const preferences = { theme: 'dark', volume: 0.5, list: [1, null, { $set: 1, 'a.b': '🎵' }], empty: {} };
    expect(JSON.parse(textOf(preferences))).toEqual(preferences);
  });

  it('when they are eight levels deep, then they are taken; nine are refused', () => {
    expect(textOf(nested(8))).toContain('in');
    expect(() => textOf(nested(9))).toThrow(errorOf('BAD_PARAMETER'));
  });

  it('when they are far deeper than any stack, then they are refused like others', () => {
    expect(() => textOf(nested(200_000))).toThrow(errorOf('BAD_PARAMETER'));
  });

  it('when they take more than 16 KiB of UTF-8, then they are refused', () => {
    const bytes = (count: number) => ({ a: 'é'.repeat((count - '{"a":""}'.length) / 2) });
    expect(textOf(bytes(16 * 1024))).toBeDefined();
    expect(() => textOf(bytes(16 * 1024 + 2))).toThrow(errorOf('TOO_LARGE'));
  });

  it.each([
    ['no number', { a: Number.NaN }],
    ['nothing', { a: undefined }],
    ['bytes', { a: new Uint8Array(2) }],
    ['a date', { a: new Date(0) }],
    ['a function', { a: () => 1 }],
    ['a prototype', JSON.parse('{"__proto__": {"admin": true}}') as Record<string, unknown>],
  ])('when there is %s in them, which JSON cannot keep, then they are refused', (_what, preferences) => {
    expect(() => textOf(preferences)).toThrow(errorOf('BAD_PARAMETER'));
  });
});
