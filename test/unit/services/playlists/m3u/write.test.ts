import { describe, expect, it } from '@jest/globals';
import type { Track } from '../../../../../services/catalog/model.ts';
import { parseM3u } from '../../../../../services/playlists/m3u/parse.ts';
import { m3uEntry, m3uHead } from '../../../../../services/playlists/m3u/write.ts';

const track = (more: object) =>
  ({
    ...{ displayArtist: 'Air', title: 'Sexy Boy', path: 'Air/Moon Safari/02 - Sexy Boy.mp3' },
    format: { duration: 297.6 },
    ...more,
  }) as Track;

describe('writing an M3U file', () => {
  it('says encoding, name, lengths, labels and paths', () => {
    expect(m3uHead('Night') + m3uEntry(track({}))).toBe(
      '#EXTM3U\n#EXTENC:UTF-8\n#PLAYLIST:Night\n#EXTINF:298,Air - Sexy Boy\nAir/Moon Safari/02 - Sexy Boy.mp3\n',
    );
  });

  it('lets no title, path or name begin another line or look like a comment', () => {
    const hostile = 'a\nb\r\u0085\u2028c\u0000';
    const text =
      m3uHead(hostile) +
      m3uEntry(track({ title: hostile, displayArtist: '\n#EXTINF:1,x', path: `#EXTM3U/${hostile}.mp3` }));
    expect(text.split(/[\n\r\u0085\u2028]/)).toHaveLength(6);
    const { name, entries } = parseM3u(text);
    expect(name).toBe('a b c');
    expect(entries).toEqual([expect.objectContaining({ path: './#EXTM3U/a b c .mp3' })]);
  });
});
