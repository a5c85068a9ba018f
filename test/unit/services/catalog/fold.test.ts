import { describe, expect, it } from '@jest/globals';
import { compact, fold, identity, indexText, nameKeys, sortKey } from '../../../../services/catalog/fold.ts';

describe('folding', () => {
  it.each([
    ['Björk', 'bjork'],
    ['Sigur Rós', 'sigur ros'],
    ['Łódź Øresund Đorđe', 'lodz oresund dorde'],
    ['Straße ẞ Æther Œuvre Þorn', 'strasse ss aether oeuvre thorn'],
    ['DIŞ İstanbul ışık', 'dis istanbul isik'],
    ['ＦＵＬＬ Ｗｉｄｔｈ', 'full width'],
    ['Ёлка', 'елка'],
    ['Ὀδύσσεια ΟΔΥΣΣΕΥΣ', 'οδυσσεια οδυσσευσ'],
    ['مُحَمَّد', 'محمد'],
    ['שָׁלוֹם', 'שלום'],
    ['カラオケ', 'からおけ'],
    ['がんばる', 'がんばる'],
    ['한국', '한국'],
    ['हिन्दी', 'हिन्दी'],
    ['Don’t – “Stop”', 'don\'t - "stop"'],
  ])('reads %s as %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('does not change what is folded already', () => {
    for (const text of ['Ærø', '東京', 'Łódź', 'ไทย', 'Straße', 'カ゛'])
      expect(fold(fold(text))).toBe(fold(text));
  });

  it('tells names apart that differ in punctuation, and none that differ in spaces', () => {
    expect(identity('M.I.A.')).not.toBe(identity('Mia'));
    expect(identity(' Pink\u00a0 Floyd ')).toBe(identity('pink floyd'));
  });
});

describe('sort keys', () => {
  it.each([
    ['The Beatles', 'beatles'],
    ['El Perro del Mar', 'perro del mar'],
    ['A', 'a'],
    ['The The', 'the'],
    ['Theatre of Tragedy', 'theatre of tragedy'],
    ['"Heroes"', 'heroes"'],
    ['(What’s the Story)', "what's the story)"],
    ['!!!', '!!!'],
    ['Émilie', 'emilie'],
  ])('sorts %s as %s', (name, key) => {
    expect(sortKey(name)).toBe(key);
  });
});

describe('names as keys', () => {
  it('ignores punctuation, spaces and the article, and reads symbols as letters', () => {
    expect(compact('AC/DC')).toBe('acdc');
    expect(nameKeys('The Beatles')).toEqual(['thebeatles', 'beatles']);
    expect(nameKeys('P!nk')).toContain('pink');
    expect(nameKeys('A$AP Rocky')).toContain('asaprocky');
    expect(nameKeys('宇多田ヒカル', 'Utada Hikaru')).toContain('utadahikaru');
  });

  it('keeps a name of symbols only', () => {
    expect(compact('!!!')).toBe('!!!');
    expect(compact('+/-')).toBe('+/-');
  });
});

describe('words for the index', () => {
  it.each([
    ['AC/DC', 'ac dc acdc'],
    ['R.E.M.', 'r e m rem'],
    ['P!nk', 'p nk pnk pink'],
    ['Wham!', 'wham'],
    ['Ke$ha', 'ke ha keha kesha'],
    ["Guns N' Roses", 'guns n roses'],
    ['東京都', '東 京 都'],
    ['X JAPAN紅', 'x japan 紅'],
    ['ラーメン', 'ら ー め ん'],
    ['ไทย', 'ไ ท ย'],
    ['한국어 노래', '한국어 노래'],
    ['!!!', '!!!'],
    ['', ''],
  ])('splits %s', (text, words) => {
    expect(indexText(text)).toBe(words);
  });
});
