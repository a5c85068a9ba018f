import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { change } from '../../support/catalog/synthetic.ts';
import { type PlaylistRooms, startPlaylists } from '../../support/playlist-rooms.ts';
import { type Caller, errorOf } from '../../support/rooms.ts';
import { stores } from '../../support/stores.ts';

const song = (id: string, no: number, title: string, artist = 'Björk', album = 'Homogenic') =>
  change(id, {
    ...{ title, track: no, album, artists: [{ name: artist }], albumArtists: [{ name: artist }] },
  });

describe('M3U files', () => {
  let under: PlaylistRooms;
  let call: Caller;
  beforeAll(async () => {
    under = await startPlaylists(
      stores[0]!,
      song('1', 1, 'Hunter'),
      song('2', 2, 'Jóga'),
      song('3', 1, 'Hunter', 'Dido', 'No Angel'),
      song('4', 3, 'Évora', 'Cesária', 'Mar'),
    );
    call = under.rooms.as({ id: 'us-1', name: 'ana', roles: ['listener'] });
  });
  afterAll(() => under?.rooms.stop());

  const take = (text: string | Buffer, more = {}) =>
    call('playlists.importM3u', { file: Buffer.from(text as string), name: 'taken', ...more });

  it.each([
    ['relative', 'Björk/Homogenic/02 - Jóga.mp3'],
    ['absolute', '/srv/music/Björk/Homogenic/02 - Jóga.flac'],
    ['of Windows', 'D:\\Music\\Björk\\Homogenic\\02 Jóga.mp3'],
    ['in a URL', 'file:///srv/music/Bj%C3%B6rk/Homogenic/02%20-%20J%C3%B3ga.mp3'],
    ['of another system, with a label', '#EXTINF:180,Björk - Jóga\nX:\\a\\b.wma'],
  ])('find tracks by paths that are %s', async (_, line) => {
    const { playlist, ...rest } = await take(`#EXTM3U\n${line}\n`);
    expect(playlist).toMatchObject({ name: 'taken', tracks: ['tr-2'], songCount: 1, duration: 180 });
    expect(rest).toEqual({ encoding: 'utf-8', notFound: 0, missing: [] });
  });

  it('are read in Latin-1', async () => {
    const { playlist, encoding } = await take(
      Buffer.from('Bj\xf6rk\\Homogenic\\02 J\xf3ga.mp3\r\n', 'latin1'),
    );
    expect(playlist.tracks).toEqual(['tr-2']);
    expect(encoding).toBe('windows-1252');
  });

  it('tell tracks with one title apart, and keep order and duplicates', async () => {
    const [björk, dido] = ['Björk/Homogenic/01 Hunter.mp3', 'Dido/No Angel/01 Hunter.mp3'];
    expect((await take([dido, björk, dido].join('\n'))).playlist.tracks).toEqual(['tr-3', 'tr-1', 'tr-3']);
  });

  it('tell by line what was not found', async () => {
    const text = `#EXTM3U\n../../etc/passwd\nBjörk/Homogenic/02 Jóga.mp3\nhttp://radio.example/stream\n`;
    expect(await take(text)).toMatchObject({
      playlist: { tracks: ['tr-2'] },
      notFound: 2,
      missing: [
        { line: 2, text: '../../etc/passwd' },
        { line: 4, text: 'http://radio.example/stream' },
      ],
    });
  });

  it('make no playlist when nothing was found, or there is no name', async () => {
    const before = await call('playlists.list', {});
    await expect(take('a.mp3\nb.mp3')).rejects.toThrow(
      errorOf('TRACKS_NOT_FOUND', {
        encoding: 'utf-8',
        notFound: 2,
        missing: [
          { line: 1, text: 'a.mp3' },
          { line: 2, text: 'b.mp3' },
        ],
      }),
    );
    await expect(take('Björk/Homogenic/02 Jóga.mp3', { name: undefined })).rejects.toThrow(
      errorOf('MISSING_PARAMETER'),
    );
    await expect(take(Buffer.alloc(9 * 1024 * 1024, 'a\n'))).rejects.toThrow(errorOf('TOO_LARGE'));
    expect(await call('playlists.list', {})).toEqual(before);
  });

  it('that were written can be read, tracks that have gone from the disk included', async () => {
    const { id } = await call('playlists.create', {
      name: 'All',
      tracks: ['tr-4', 'tr-1', 'tr-3', 'tr-2', 'tr-1'],
    });
    const written = await call('playlists.exportM3u', { id });
    expect(written).toMatchObject({ name: 'All', next: null, rev: 1 });
    const read = await take(written.text, { name: undefined });
    expect(read).toMatchObject({ notFound: 0, playlist: { name: 'All' } });
    expect(read.playlist.tracks).toEqual(['tr-4', 'tr-1', 'tr-3', 'tr-2', 'tr-1']);

    await under.say({ ...song('4', 3, 'Évora', 'Cesária', 'Mar'), missing: true });
    expect((await call('playlists.get', { id })).tracks).toEqual(read.playlist.tracks);
    expect((await call('playlists.exportM3u', { id })).text).toBe(written.text);
    await under.say(song('4', 3, 'Évora', 'Cesária', 'Mar'));
    expect((await call('playlists.get', { id })).songCount).toBe(5);
  });

  it('of 10,000 tracks are written in pieces of one list', async () => {
    const { id, rev } = await call('playlists.create', { name: 'Long', tracks: Array(10_000).fill('tr-1') });
    let text = '';
    let pieces = 0;
    for (let from: number | null = 0; from !== null; pieces++) {
      const piece: { text: string; next: number | null } = await call('playlists.exportM3u', {
        id,
        from,
        rev,
      });
      text += piece.text;
      from = piece.next;
    }
    expect(pieces).toBeGreaterThan(1);
    expect((await take(text)).playlist.songCount).toBe(10_000);
    await call('playlists.move', { id, from: 0, before: 2 });
    await expect(call('playlists.exportM3u', { id, from: 10, rev })).rejects.toThrow(errorOf('CONFLICT'));
  });
});
