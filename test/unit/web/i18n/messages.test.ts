import { describe, expect, it } from '@jest/globals';
import { en } from '../../../../web/src/i18n/en.ts';
import { filled, formOf, type MessageKey, type Plural, partsOf } from '../../../../web/src/i18n/messages.ts';
import { pt } from '../../../../web/src/i18n/pt.ts';

const forms = (message: string | Plural) =>
  typeof message === 'string' ? [message] : Object.values(message);
const namesIn = (text: string) =>
  partsOf(text)
    .filter((_, i) => i % 2 === 1)
    .sort();

describe('A text of the player', () => {
  it('is filled in', () => {
    expect(filled('{n} of {all}', (name) => ({ n: 1, all: 2 })[name]).join('')).toBe('1 of 2');
    expect(filled('{unknown}!', () => undefined).join('')).toBe('{unknown}!');
  });

  it('has the form that the number wants', () => {
    const rules = new Intl.PluralRules('en');
    expect(formOf({ one: 'a track', other: 'tracks' }, 1, rules)).toBe('a track');
    expect(formOf({ one: 'a track', other: 'tracks' }, 0, rules)).toBe('tracks');
  });

  it.each(Object.keys(en) as MessageKey[])(
    'has the same places to be filled in in both languages: %s',
    (key) => {
      const wanted = namesIn(forms(en[key]).at(-1)!);
      for (const form of [...forms(en[key]), ...forms(pt[key])]) expect(namesIn(form)).toEqual(wanted);
    },
  );

  it('is translated', () => {
    const same = (Object.keys(en) as MessageKey[]).filter(
      (key) => JSON.stringify(en[key]) === JSON.stringify(pt[key]),
    );
    expect(same).toEqual(['player.volume', 'album.single', 'album.ep']);
  });
});
