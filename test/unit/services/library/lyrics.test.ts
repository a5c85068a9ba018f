import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '../../../../services/library/tags/clean.ts';
import { boundLyrics, lyricsOf, parseLyrics } from '../../../../services/library/tags/lyrics.ts';

describe('lyrics', () => {
  it('reads LRC with its offset, several times on a line, and word times', () => {
    const lrc =
      '[ti:Song]\r\n[offset:+250]\n[00:12.50][01:02:5]Again\n[00:05.123]<00:05.2>First <00:05.9>words\n[00:20]\n';
    expect(parseLyrics(lrc)).toEqual({
      lang: 'xxx',
      synced: true,
      offset: 250,
      lines: [
        { start: 5123, value: 'First words' },
        { start: 12_500, value: 'Again' },
        { start: 20_000, value: '' },
        { start: 62_500, value: 'Again' },
      ],
    });
  });

  it('keeps the empty lines between the verses of plain text', () => {
    const lyrics = parseLyrics('\nOne\n\nTwo\u0007\n\n');
    expect(lyrics).toEqual({
      lang: 'xxx',
      synced: false,
      lines: [{ value: 'One' }, { value: '' }, { value: 'Two' }],
    });
  });

  it('finds no words in nothing', () => {
    expect(parseLyrics(' \n\n')).toBeNull();
    expect(lyricsOf(undefined)).toBeNull();
    expect(lyricsOf({ syncText: [], text: '' })).toBeNull();
  });

  it('joins the syllables of a SYLT frame into lines', () => {
    const frame = {
      language: 'eng',
      timeStampFormat: 2,
      syncText: [
        { text: '\nHel', timestamp: 1000 },
        { text: 'lo', timestamp: 1200 },
        { text: '\nworld', timestamp: 2000 },
      ],
    };
    expect(lyricsOf(frame)).toEqual({
      lang: 'eng',
      synced: true,
      lines: [
        { start: 1000, value: 'Hello' },
        { start: 2000, value: 'world' },
      ],
    });
  });

  it('takes LRC text out of a frame for plain lyrics', () => {
    expect(lyricsOf({ language: 'deu', text: '[00:01.00]Hallo' })).toMatchObject({
      lang: 'deu',
      synced: true,
    });
  });

  it('keeps all lyrics of a track within the limit', () => {
    const huge = {
      lang: 'xxx',
      synced: false,
      lines: Array.from({ length: 9000 }, (_, index) => ({ value: `line ${index}` })),
    };
    const bound = boundLyrics([huge, null, huge, { ...huge, lang: 'eng' }]);
    expect(Buffer.byteLength(JSON.stringify(bound))).toBeLessThan(LIMITS.lyrics * 1.1);
    expect(bound[0]!.lines.length).toBeGreaterThan(1000);
  });

  it('puts synced lyrics first and drops a repetition', () => {
    const plain = parseLyrics('a');
    expect(boundLyrics([plain, plain, parseLyrics('[00:01.00]a')]).map((one) => one.synced)).toEqual([
      true,
      false,
    ]);
  });
});
