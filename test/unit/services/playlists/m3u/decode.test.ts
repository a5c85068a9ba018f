import { describe, expect, it } from '@jest/globals';
import { decodeText, LARGEST_FILE } from '../../../../../services/playlists/m3u/decode.ts';

const TEXT = '#EXTM3U\nBjörk/Jóga – 夜.flac\n';
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const error = (type: string, more = {}) => expect.objectContaining({ type, ...more });

describe('the text of a playlist file', () => {
  it('is UTF-8 where all of it is that, with a byte order mark or without', () => {
    expect(decodeText(Buffer.from(TEXT))).toEqual({ text: TEXT, encoding: 'utf-8' });
    expect(decodeText(Buffer.from(`\ufeff${TEXT}`))).toEqual({ text: TEXT, encoding: 'utf-8' });
  });

  it('is Latin-1, with what Windows added to it, where it is not UTF-8', () => {
    const file = Buffer.concat([Buffer.from('Bj\xf6rk/J\xf3ga ', 'latin1'), Buffer.of(0x96, 0x80)]);
    expect(decodeText(file)).toEqual({ text: 'Björk/Jóga –€', encoding: 'windows-1252' });
  });

  it('is UTF-16 with a byte order mark, of either order', () => {
    expect(decodeText(utf16(TEXT))).toEqual({ text: TEXT, encoding: 'utf-16le' });
    expect(decodeText(utf16(TEXT).swap16())).toEqual({ text: TEXT, encoding: 'utf-16be' });
  });

  it('is in the encoding that is named, or that the file names', () => {
    const cyrillic = Buffer.of(0xca, 0xe8, 0xed, 0xee);
    expect(decodeText(cyrillic, 'windows-1251')).toEqual({ text: 'Кино', encoding: 'windows-1251' });
    const said = Buffer.concat([Buffer.from('#EXTM3U\r\n#EXTENC: cp1251 \r\n'), cyrillic]);
    expect(decodeText(said).text).toContain('Кино');
    expect(decodeText(said, 'koi8-r').text).not.toContain('Кино');
    expect(decodeText(utf16(TEXT).subarray(2), 'utf-16').text).toBe(TEXT);
  });

  it('is found out where the file names an encoding that does not exist', () => {
    expect(decodeText(Buffer.from('#EXTENC: ANSI\nJóga')).encoding).toBe('utf-8');
  });

  it('tells the line that is not in the encoding that was named', () => {
    const file = Buffer.from('one\ntwo\nJ\xf3ga\nfour', 'latin1');
    expect(() => decodeText(file, 'utf-8')).toThrow(error('BAD_PARAMETER', { data: { line: 3 } }));
    expect(() => decodeText(file, 'utf-8')).toThrow('Line 3 is not UTF-8');
  });

  it('refuses an encoding that does not exist', () => {
    expect(() => decodeText(Buffer.from('a'), 'ebcdic-cp-us')).toThrow(error('BAD_PARAMETER'));
  });

  it('refuses what is no text', () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    expect(() => decodeText(png)).toThrow(error('BAD_PARAMETER'));
    expect(() => decodeText(png, 'windows-1252')).toThrow(error('BAD_PARAMETER'));
  });

  it('takes 8 MiB and no more', () => {
    const file = Buffer.alloc(LARGEST_FILE + 1, 'a');
    expect(decodeText(file.subarray(1)).text).toHaveLength(LARGEST_FILE);
    expect(() => decodeText(file)).toThrow(error('TOO_LARGE'));
  });
});
