import { describe, expect, it } from '@jest/globals';
import { parseM3u } from '../../../../../services/playlists/m3u/parse.ts';

const paths = (text: string) => parseM3u(text).entries.map(({ path }) => path);
const error = (type: string) => expect.objectContaining({ type });

describe('reading an M3U file', () => {
  it('takes name, lengths and labels from an extended one', () => {
    const text =
      '#EXTM3U\n#PLAYLIST: Night \n#EXTINF:123,Air - La femme d’argent\nMoon Safari/01.mp3\nMoon Safari/02.mp3\n';
    expect(parseM3u(text)).toEqual({
      name: 'Night',
      entries: [
        {
          ...{ line: 4, text: 'Moon Safari/01.mp3', path: 'Moon Safari/01.mp3' },
          ...{ duration: 123, label: 'Air - La femme d’argent' },
        },
        { line: 5, text: 'Moon Safari/02.mp3', path: 'Moon Safari/02.mp3' },
      ],
    });
  });

  it('takes a plain one', () => {
    expect(parseM3u('a.mp3\n\n  \n# said\nb.mp3')).toEqual({
      entries: [
        { line: 1, text: 'a.mp3', path: 'a.mp3' },
        { line: 5, text: 'b.mp3', path: 'b.mp3' },
      ],
    });
  });

  it.each(['\n', '\r\n', '\r'])('counts lines that end with %j', (end) => {
    const { entries } = parseM3u(['#EXTM3U', '', 'a.mp3', 'b.mp3'].join(end));
    expect(entries.map(({ line }) => line)).toEqual([3, 4]);
  });

  it.each([
    ['C:\\Music\\Air\\01 Sexy Boy.mp3', 'C:/Music/Air/01 Sexy Boy.mp3'],
    ['\\\\nas\\music\\Air\\01.mp3', '//nas/music/Air/01.mp3'],
    ['..\\Air\\01.mp3', '../Air/01.mp3'],
    ['/srv/music/Air/01.mp3', '/srv/music/Air/01.mp3'],
    ['./Air/01.mp3', './Air/01.mp3'],
    ['file:///srv/music/Air/Sexy%20Boy.mp3', '/srv/music/Air/Sexy Boy.mp3'],
    ['file:///C:/Music/J%C3%B3ga.mp3', '/C:/Music/Jóga.mp3'],
    ['https://host.example:8080/Air/Sexy%20Boy.mp3', '/Air/Sexy Boy.mp3'],
    ['Air/Sexy%20Boy.mp3', 'Air/Sexy Boy.mp3'],
    ['Air/100%25 Pure.mp3', 'Air/100%25 Pure.mp3'],
    ['Air/J%F3ga.mp3', 'Air/J%F3ga.mp3'],
  ])('reads the path %s', (line, path) => {
    expect(paths(line)).toEqual([path]);
  });

  it.each([
    ['#EXTINF:61,A - B', { duration: 61, label: 'A - B' }],
    ['#extinf: 61.5 , A - B', { duration: 61.5, label: 'A - B' }],
    ['#EXTINF:-1 tvg-name="One, two" group="x",A - B', { label: 'A - B' }],
    ['#EXTINF:0,', {}],
    ['#EXTINF:', {}],
    ['#EXTINF:1e99,A', { label: 'A' }],
    ['#EXTINF:NaN,A, B', { label: 'A, B' }],
    ['#EXTINF:5 name="never closed,A', { duration: 5 }],
  ])('reads %s', (info, said) => {
    const [entry] = parseM3u(`${info}\na.mp3`).entries;
    expect(entry).toEqual({ line: 2, text: 'a.mp3', path: 'a.mp3', ...said });
  });

  it('keeps what is said of one track from the next', () => {
    const [first, second] = parseM3u('#EXTINF:1,A\n#EXTVLCOPT:x\na.mp3\nb.mp3').entries;
    expect(first).toMatchObject({ label: 'A' });
    expect(second).not.toHaveProperty('label');
  });

  it('takes the first name, cleans it and cuts it', () => {
    expect(parseM3u(`#PLAYLIST:${'é'.repeat(300)}\n#PLAYLIST:b\na`).name).toBe('é'.repeat(200));
    expect(parseM3u('#PLAYLIST: a\u0000b\ud800c \na').name).toBe('a b c');
    expect(parseM3u('#PLAYLIST:  \na')).not.toHaveProperty('name');
  });

  it('shows lines without control characters, and not at any length', () => {
    const [entry] = parseM3u(`a\u001b[31m\u0000${'x'.repeat(5000)}🎧`).entries;
    expect(entry!.text).toHaveLength(200);
    expect(entry!.text).toMatch(/^a \[31m x+$/);
    expect(entry!.path).toHaveLength(4096);
  });

  it('never cuts a character in two', () => {
    const [entry] = parseM3u(`${'x'.repeat(199)}🎧.mp3`).entries;
    expect(entry!.text).toBe('x'.repeat(199));
  });

  it('refuses a file without tracks', () => {
    expect(() => parseM3u('')).toThrow(error('BAD_PARAMETER'));
    expect(() => parseM3u('#EXTM3U\n#EXTINF:1,A\n')).toThrow(error('BAD_PARAMETER'));
  });

  it('takes 50,000 tracks and no more', () => {
    expect(parseM3u('a\n'.repeat(50_000)).entries).toHaveLength(50_000);
    expect(() => parseM3u('a\n'.repeat(50_001))).toThrow(error('TOO_LARGE'));
  });

  it.each([
    ['of empty lines', '\n'.repeat(8_000_000)],
    ['of comments', '#\n'.repeat(4_000_000)],
    ['of carriage returns', '\r'.repeat(8_000_000)],
  ])('refuses a file %s before it has read it', (_, text) => {
    const start = performance.now();
    expect(() => parseM3u(text)).toThrow(error('TOO_LARGE'));
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it.each([
    ['quotes', `#EXTINF:1 ${'"'.repeat(8_000_000)}\na`],
    ['a path', `${'/%41'.repeat(2_000_000)}`],
    ['a name', `#PLAYLIST:${' '.repeat(8_000_000)}x\na`],
    ['a head of a URL', `${'a'.repeat(8_000_000)}://`],
    ['blanks', `a${' \t'.repeat(4_000_000)}b`],
  ])('reads a line of nothing but %s in no time', (_, text) => {
    const start = performance.now();
    expect(parseM3u(text).entries).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
