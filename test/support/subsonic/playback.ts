import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { type Answer, Client, idsOf, listOf, type Params, text } from './client.ts';
import type { Visit } from './visit.ts';

const HOUR = 3_600_000;

/** What listeners play: counted, shown while it lasts, and queued. */
export function playback(visiting: () => Visit): void {
  /** A listener of whom nothing is known yet, with a client of that name, and with another. */
  const listener = async (
    username: string,
  ): Promise<{ one: Client; other: Client; leave(): Promise<void> }> => {
    const { admin, connection } = visiting();
    const password = `${username} listens`;
    await admin.ok('createUser', { username, password, email: `${username}@example.org` });
    const client = (c: string) => new Client(connection.url, { u: username, p: password, c });
    return {
      one: client('DSub'),
      other: client('Feishin'),
      leave: async () => void (await admin.ok('deleteUser', { username })),
    };
  };
  const songOf = async (client: Client, id: string) => (await client.ok('getSong', { id })).song!;
  /** Resolves when a song counts as played so often: what is counted shows after a moment. */
  const counted = async (client: Client, id: string, playCount: number): Promise<Answer> => {
    for (;;) {
      const song = await songOf(client, id);
      if (Number(song.playCount ?? 0) >= playCount) {
        expect(song).toMatchObject({ playCount });
        return song;
      }
      await delay(20);
    }
  };

  it('when songs are submitted, then they and their albums count as played, each time once', async () => {
    const { songs, admin } = visiting();
    const { one, other, leave } = await listener('counted');
    const ofAlbum = Map.groupBy(songs, ({ albumId }) => text(albumId));
    const [album, together] = [...ofAlbum].find((entry) => entry[1].length > 1)!;
    const [another, [elsewhere]] = [...ofAlbum].find(([id]) => id !== album)!;
    const [first, second, third] = [together[0], together[1], elsewhere].map((song) => text(song?.id));
    const time = Date.now() - 5 * HOUR;
    const request: Params = { id: [first!, second!, first!], time: [time, time + HOUR, time + 2 * HOUR] };
    for (let attempt = 0; attempt < 3; attempt++) await one.ok('scrobble', request);
    await other.ok('scrobble', { id: third!, time: time + 3 * HOUR });
    await counted(one, third!, 1);
    const song = await counted(one, first!, 2);
    expect(Date.parse(text(song.played))).toBe(time + 2 * HOUR);
    expect(await songOf(admin, first!)).not.toHaveProperty('playCount');
    const lists = async (type: string, params: Params = {}) =>
      idsOf((await one.ok('getAlbumList2', { type, ...params })).albumList2?.album);
    expect((await lists('frequent'))[0]).toBe(album);
    expect((await lists('recent'))[0]).toBe(another);
    expect(await lists('recent', { offset: 1, size: 1 })).toEqual([(await lists('recent'))[1]]);
    expect(await lists('recent', { offset: 500 })).toEqual([]);
    await leave();
  });

  it('when a song is submitted without a time, then sending it again at once counts nothing more', async () => {
    const { songs } = visiting();
    const { one, leave } = await listener('impatient');
    const [id, next] = songs.map((song) => text(song.id)) as [string, string];
    await one.ok('scrobble', { id, submission: false });
    for (let attempt = 0; attempt < 3; attempt++) await one.ok('scrobble', { id });
    await one.ok('scrobble', { id: next, submission: false });
    await one.ok('scrobble', { id });
    await one.ok('scrobble', { id: next });
    await counted(one, next, 1);
    await counted(one, id, 1);
    await leave();
  });

  it('when a client only says what it plays, or streams, then that shows to everybody and counts nothing', async () => {
    const { songs, admin } = visiting();
    const { one, leave } = await listener('shown');
    const [id, last] = songs.map((song) => text(song.id)) as [string, string];
    await (await one.get('stream', { id })).arrayBuffer();
    await one.ok('scrobble', { id, submission: false });
    const shown = async () =>
      listOf((await admin.ok('getNowPlaying')).nowPlaying?.entry).find(
        ({ username }) => text(username) === 'shown',
      );
    while ((await shown()) === undefined) await delay(20);
    expect(await shown()).toMatchObject({ id, playerName: 'DSub', minutesAgo: 0, state: 'playing' });
    const report = { mediaId: id, mediaType: 'song', positionMs: 7000 };
    await one.ok('reportPlayback', { ...report, state: 'paused' });
    while (text((await shown())?.state) !== 'paused') await delay(20);
    expect(await shown()).toMatchObject({ positionMs: 7000 });
    await one.ok('reportPlayback', { ...report, state: 'stopped' });
    while ((await shown()) !== undefined) await delay(20);
    await one.ok('scrobble', { id: last });
    await counted(one, last, 1);
    expect(await songOf(one, id)).not.toHaveProperty('playCount');
    await leave();
  });

  it('when one client saves the queue, then another goes on where it was', async () => {
    const { songs } = visiting();
    const { one, other, leave } = await listener('moving');
    const [a, b] = songs.map((song) => text(song.id)) as [string, string];
    const id = [b, a, b];
    await one.ok('savePlayQueue', { id, current: a, position: 12_345 });
    const { playQueue } = await other.ok('getPlayQueue');
    expect(playQueue).toMatchObject({ current: a, position: 12_345, username: 'moving', changedBy: 'DSub' });
    expect(Math.abs(Date.now() - Date.parse(text(playQueue!.changed)))).toBeLessThan(60_000);
    expect(idsOf(playQueue?.entry)).toEqual(id);
    await other.ok('savePlayQueueByIndex', { id, currentIndex: 2, position: 1 });
    const { playQueueByIndex } = await one.ok('getPlayQueueByIndex');
    expect(playQueueByIndex).toMatchObject({ currentIndex: 2, position: 1, changedBy: 'Feishin' });
    expect(await one.code('savePlayQueue', { id, current: 'tr-404' })).toBe(0);
    expect(await one.code('savePlayQueueByIndex', { id })).toBe(10);
    expect((await one.ok('getPlayQueue')).playQueue).toMatchObject({ current: b });
    await one.ok('savePlayQueue');
    expect((await other.ok('getPlayQueue')).playQueue).toMatchObject({ entry: [] });
    await leave();
  });

  it('when something was played, then all answers about it are valid and say the same in JSON and XML', async () => {
    const { songs, artists } = visiting();
    const { one, leave } = await listener('valid');
    const song = songs[0]!;
    const [id, album, artist] = [text(song.id), text(song.albumId), text(artists[0]!.id)];
    const problems: Record<string, string[]> = {};
    const check = async (calls: [string, Params][]) => {
      for (const [endpoint, params] of calls) {
        const found = await one.problems(endpoint, params);
        if (found.length > 0) problems[`${endpoint} ${JSON.stringify(params)}`] = found;
      }
    };
    await check([
      ['getPlayQueue', {}],
      ['getPlayQueueByIndex', {}],
      ['scrobble', { id, time: Date.now() - HOUR }],
      ['scrobble', { id, submission: false }],
      [
        'reportPlayback',
        { mediaId: id, mediaType: 'song', positionMs: 5, state: 'playing', playbackRate: 1 },
      ],
      ['savePlayQueue', { id: [id, id], current: id, position: 5 }],
      ['savePlayQueueByIndex', { id: [id, id], currentIndex: 1 }],
    ]);
    await counted(one, id, 1);
    while (listOf((await one.ok('getNowPlaying')).nowPlaying?.entry).length === 0) await delay(20);
    await check([
      ['getNowPlaying', {}],
      ['getPlayQueue', {}],
      ['getPlayQueueByIndex', {}],
      ['getSong', { id }],
      ['getAlbum', { id: album }],
      ['getArtist', { id: artist }],
      ['getMusicDirectory', { id: album }],
      ['getMusicDirectory', { id: artist }],
      ['getIndexes', {}],
      ['getAlbumList', { type: 'frequent' }],
      ['getAlbumList2', { type: 'recent' }],
      ['search2', { query: text(song.title) }],
      ['scrobble', {}],
      ['scrobble', { id: 'tr-404' }],
      ['scrobble', { id, time: 5 }],
      ['reportPlayback', { mediaId: id }],
    ]);
    expect(problems).toEqual({});
    await leave();
  }, 60_000);
}
