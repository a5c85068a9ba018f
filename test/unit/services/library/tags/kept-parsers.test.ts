import { describe, expect, it } from '@jest/globals';
import { parseBuffer } from 'music-metadata';
import id3 from 'node-id3';
import { keepParsers } from '../../../../../services/library/tags/kept-parsers.ts';

interface Mapper {
  tagMap: object;
  getCommonName(tag: string): string | undefined;
}

async function mappers(): Promise<Record<string, Mapper>> {
  const inside = new URL('common/CombinedTagMapper.js', import.meta.resolve('music-metadata'));
  const { CombinedTagMapper } = await import(inside.href);
  return new CombinedTagMapper().tagMappers;
}

const TAGS = {
  title: 'Søndag',
  artist: 'Ágætis',
  performerInfo: 'Ågot',
  trackNumber: '3/9',
  genre: 'Folk; Jazz',
};
const FRAME = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(413)]);

describe('given that a thread keeps the parsers of music-metadata', () => {
  it('when files are parsed, then their tags are the same as before', async () => {
    const file = Buffer.concat([id3.create(TAGS), FRAME, FRAME, FRAME, FRAME]);
    const before = await parseBuffer(file, 'audio/mpeg');
    const names = Object.entries(await mappers()).map(([type, { tagMap }]) => [type, { ...tagMap }]);
    await keepParsers();
    await keepParsers();
    expect(await parseBuffer(file, 'audio/mpeg')).toEqual(before);
    expect(before.common).toMatchObject({ title: 'Søndag', albumartist: 'Ågot' });
    const after = Object.entries(await mappers()).map(([type, { tagMap }]) => [type, { ...tagMap }]);
    expect(after).toEqual(names);
  });

  it('when another file is parsed, then no table of names is made again', async () => {
    await keepParsers();
    const [first, second] = [await mappers(), await mappers()];
    for (const type of ['ID3v2.3', 'ID3v2.2', 'iTunes', 'APEv2', 'matroska']) {
      expect(second[type]!.tagMap).toBe(first[type]!.tagMap);
    }
    expect(second['ID3v2.4']!.getCommonName('tit2')).toBe('title');
  });
});
