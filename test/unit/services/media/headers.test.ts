import { describe, expect, it } from '@jest/globals';
import { attachmentOf, entityTag } from '../../../../services/media/headers.ts';
import { trackOf } from '../../../support/media/stand-ins.ts';

/** The name under which a client saves the file, from the UTF-8 form of the header. */
const nameOf = (displayArtist: string, title: string, suffix = 'mp3') => {
  const header = attachmentOf(trackOf('tr-1', { displayArtist, title }), suffix);
  expect(header).toMatch(
    /^attachment; filename="[\x20-\x21\x23-\x7e]+"; filename\*=UTF-8''[\w.!#$&+^`|~%-]+$/,
  );
  return decodeURIComponent(header.split("UTF-8''")[1]!);
};

describe('the name under which a track is saved', () => {
  it.each([
    ['Björk', 'Jóga', 'Björk - Jóga.mp3'],
    ['坂本龍一', '戦場のメリークリスマス', '坂本龍一 - 戦場のメリークリスマス.mp3'],
    ['فيروز', 'نسم علينا الهوى', 'فيروز - نسم علينا الهوى.mp3'],
    ['🎸', '"Quotes" & (more)*', '🎸 - _Quotes_ & (more)_.mp3'],
    ['AC/DC', '../../etc/passwd', 'AC_DC - .._.._etc_passwd.mp3'],
    ['..', 'x', '- x.mp3'],
    ['A\r\nSet-Cookie: x', 'b\0', 'ASet-Cookie_ x - b.mp3'],
    ['A', 'gpj.\u202e3pm', 'A - gpj.3pm.mp3'],
    ['\ud800', 'x', '\ufffd - x.mp3'],
  ])('of %j, %j is %j', (artist, title, name) => {
    expect(nameOf(artist, title)).toBe(name);
  });

  it('fits into a file system, and ends with a whole character', () => {
    const name = nameOf('音'.repeat(500), 'x');
    expect(Buffer.byteLength(name)).toBeLessThan(255);
    expect(name).toMatch(/^音+\.mp3$/);
  });

  it('has an ASCII form for old clients', () => {
    const header = attachmentOf(trackOf('tr-1', { displayArtist: 'Björk', title: 'Jóga' }), 'flac');
    expect(header).toContain('filename="Bjork - Joga.flac"');
  });
});

describe('an entity tag', () => {
  it('cannot end its header', () => {
    expect(entityTag('a"b\r\nc d')).toBe('"abcd"');
  });
});
