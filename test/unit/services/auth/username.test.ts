import { describe, expect, it } from '@jest/globals';
import { checkUsername, usernameKey } from '../../../../services/auth/username.ts';

describe('a user name', () => {
  it.each(['a', 'María José', '太郎', 'نیم\u200cفاصله', '👩\u200d🎤', 'x'.repeat(64), '👍'.repeat(64)])(
    'may be %j',
    (name) => {
      expect(checkUsername(name)).toBe(name);
    },
  );

  it('is kept in composed form', () => {
    expect(checkUsername('Zoe\u0308')).toBe('Zo\u00eb');
  });

  it.each([
    '',
    ' a',
    'a ',
    'x'.repeat(65),
    'a\tb',
    'a\u0000',
    'a\u00a0b',
    'a\u202eb',
    'a\u200bb',
    'a\ud800',
    'a\ue000',
    'a\u2028b',
  ])('may not be %j', (name) => {
    expect(() => checkUsername(name)).toThrow(expect.objectContaining({ type: 'BAD_PARAMETER' }));
  });

  it.each([
    ['Ana', 'ANA'],
    ['Zoë', 'ZOE\u0308'],
    ['ｍａｘ', 'Max'],
    ['ÇAĞLA', 'çağla'],
  ])('is the same as another in a different case or encoding: %s, %s', (one, other) => {
    expect(usernameKey(one)).toBe(usernameKey(other));
  });

  it('differs from another with other letters', () => {
    expect(usernameKey('zoe')).not.toBe(usernameKey('zoë'));
  });
});
