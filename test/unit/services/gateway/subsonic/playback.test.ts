import { beforeEach, describe, expect, it } from '@jest/globals';
import type { QueueView } from '../../../../../services/playback/queues.ts';
import { type Answer, Engine, NOW } from './engine.ts';

let engine: Engine;
beforeEach(() => {
  engine = new Engine();
});

const TIME = Date.parse('2026-01-02T03:04:05.678Z');
const HARBOUR = { track: 'tr-1', album: 'al-north', artist: 'ar-fjords', duration: 30.6 };
const EBB = { ...HARBOUR, track: 'tr-2' };
const listOf = (list: Answer | undefined) => list as unknown as Answer[];
const idsOf = (list: Answer | undefined) => listOf(list).map(({ id }) => id);

describe('given songs that a client has played', () => {
  it('when they are submitted with their times, then each is told once, however often it is sent', async () => {
    const request = { id: ['tr-1', 'tr-2'], time: [String(TIME), String(TIME + 1)], c: 'DSub' };
    expect((await engine.json('scrobble', request)).status).toBe('ok');
    expect(engine.told).toEqual([
      { client: 'DSub', id: `submit-${TIME}-tr-1`, command: { type: 'submit', ...HARBOUR, at: TIME } },
      { client: 'DSub', id: `submit-${TIME + 1}-tr-2`, command: { type: 'submit', ...EBB, at: TIME + 1 } },
    ]);
    await engine.json('scrobble', { id: 'tr-2', time: String(TIME + 1), submission: 'true' });
    expect(engine.told[2]?.id).toBe(engine.told[1]?.id);
  });

  it('when they are submitted without a time, then each is something new', async () => {
    await engine.json('scrobble', { id: ['tr-1', 'tr-1'] });
    expect(engine.told.map(({ command }) => command)).toEqual([
      { type: 'submit', ...HARBOUR },
      { type: 'submit', ...HARBOUR },
    ]);
    expect(new Set(engine.told.map(({ id }) => id)).size).toBe(2);
  });

  it('when there are hundreds, then they are told in pieces, in their order', async () => {
    const id = Array.from({ length: 250 }, (_, i) => `tr-${(i % 7) + 1}`);
    await engine.json('scrobble', { id, time: id.map((_, i) => String(TIME + i)) });
    expect(engine.told.map(({ command }) => 'track' in command && command.track)).toEqual(id);
    expect(engine.calls.filter(({ name }) => name === 'playback.tellClient')).toHaveLength(3);
  });

  it('when a song has vanished, then it counts all the same', async () => {
    expect((await engine.json('scrobble', { id: 'tr-8', time: String(TIME) })).status).toBe('ok');
    expect(engine.told).toHaveLength(1);
  });

  it('when it only says what is playing, then that is shown and does not count', async () => {
    await engine.json('scrobble', { id: ['tr-1', 'tr-2'], submission: 'false' });
    expect(engine.told.map(({ command }) => command)).toEqual([
      { type: 'report', ...EBB, state: 'starting', position: 0, counts: false },
    ]);
  });

  it.each([
    ['no id', {}, 10, 'id'],
    ['the id of an album', { id: 'al-north' }, 70, 'id'],
    ['an id that is not known', { id: ['tr-1', 'tr-404'] }, 70, 'id'],
    ['more times than ids', { id: 'tr-1', time: [`${TIME}`, `${TIME}`] }, 0, 'time'],
    ['fewer times than ids', { id: ['tr-1', 'tr-2'], time: `${TIME}` }, 0, 'time'],
    ['a time in seconds', { id: 'tr-1', time: `${Math.round(TIME / 1000)}` }, 0, 'time'],
    ['a time that is to come', { id: 'tr-1', time: `${Date.now() + 3 * 86_400_000}` }, 0, 'time'],
    ['a time before all time', { id: 'tr-1', time: '-1' }, 0, 'time'],
    ['a time that is none', { id: 'tr-1', time: 'now' }, 0, 'time'],
    ['a submission that is neither', { id: 'tr-1', submission: 'maybe' }, 0, 'submission'],
  ])('when a request has %s, then the error names it, and nothing counts', async (_, params, code, name) => {
    expect(await engine.error('scrobble', params)).toMatchObject({
      code,
      message: expect.stringContaining(`'${name}'`),
    });
    expect(engine.told).toEqual([]);
  });

  it('when playback refuses a song, then the client is told why', async () => {
    engine.answers.set('playback.tellClient', () => ({
      session: 'se-1',
      answers: [{ refused: 'CONFLICT', message: 'Not so.' }],
    }));
    expect(await engine.error('scrobble', { id: 'tr-1' })).toMatchObject({ message: 'Not so.' });
  });
});

describe('given a client that reports where it is', () => {
  const report = { mediaId: 'tr-1', mediaType: 'song', positionMs: '12345', state: 'playing' };

  it('when it reports, then playback is told, in seconds, and whether it counts', async () => {
    await engine.json('reportPlayback', { ...report, playbackRate: '1.25', c: 'x'.repeat(500) });
    await engine.json('reportPlayback', { ...report, state: 'stopped', ignoreScrobble: 'true' });
    const told = { type: 'report', ...HARBOUR, position: 12.345 };
    expect(engine.told).toMatchObject([
      { client: 'x'.repeat(200), command: { ...told, state: 'playing', counts: true } },
      { client: 'test', command: { ...told, state: 'stopped', counts: false } },
    ]);
  });

  it.each([
    ['no song', { mediaId: '' }, 10, 'mediaId'],
    ['a song that is not known', { mediaId: 'tr-404' }, 70, 'mediaId'],
    ['a podcast', { mediaType: 'podcast' }, 70, 'mediaId'],
    ['another type', { mediaType: 'video' }, 0, 'mediaType'],
    ['no position', { positionMs: '' }, 10, 'positionMs'],
    ['a position before the beginning', { positionMs: '-1' }, 0, 'positionMs'],
    ['another state', { state: 'humming' }, 0, 'state'],
    ['a speed that is none', { playbackRate: 'fast' }, 0, 'playbackRate'],
  ])('when a report has %s, then the error names it, and nothing is told', async (_, params, code, name) => {
    expect(await engine.error('reportPlayback', { ...report, ...params })).toMatchObject({
      code,
      message: expect.stringContaining(`'${name}'`),
    });
    expect(engine.told).toEqual([]);
  });
});

describe('given that people listen', () => {
  const listening = {
    ...{ session: 'se-01kapw2gq6z7m8n9p0qrstvwxy', user: 'us-lena', listener: 'lena', device: 'Kitchen' },
    ...{ client: 'DSub', track: 'tr-1', duration: 30.6, position: 12.3456, isSounding: true },
    startedAt: 0,
  };

  it('when it is asked what is playing, then it is told who plays what, where, and how far', async () => {
    engine.playing.push(
      { ...listening, at: Date.now() - 150_000 },
      { ...listening, session: 'se-zzzzzzzzzzzzzzzzzzzzzzzzzz', isSounding: false, at: Date.now() + 5000 },
      { ...listening, track: 'tr-404', at: Date.now() },
    );
    await engine.json('star', { id: 'tr-1' });
    const { nowPlaying } = await engine.json('getNowPlaying');
    const song = { id: 'tr-1', starred: NOW, username: 'lena', playerName: 'Kitchen', positionMs: 12_346 };
    expect(nowPlaying?.entry).toMatchObject([
      { ...song, minutesAgo: 2, state: 'playing' },
      { ...song, minutesAgo: 0, state: 'paused' },
    ]);
    const players = listOf(nowPlaying?.entry).map(({ playerId }) => Number(playerId));
    for (const player of players) expect(player).toBe(player & 0x7fffffff);
    expect(new Set(players).size).toBe(2);
  });

  it('when nobody does, then the list is empty', async () => {
    expect((await engine.json('getNowPlaying')).nowPlaying).toEqual({ entry: [] });
  });
});

describe('given a queue', () => {
  const by = { username: 'admin', changed: NOW, changedBy: 'DSub' };

  it('when none was ever saved, then it is empty, and says so in full', async () => {
    const never = { username: 'admin', changed: '1970-01-01T00:00:00.000Z', changedBy: '', entry: [] };
    expect((await engine.json('getPlayQueue')).playQueue).toEqual(never);
    expect((await engine.json('getPlayQueueByIndex')).playQueueByIndex).toEqual(never);
  });

  it('when it is saved by one client, then another goes on where that one was', async () => {
    const saved = { id: ['tr-2', 'tr-1', 'tr-2'], current: 'tr-1', position: '61500', c: 'DSub' };
    await engine.json('savePlayQueue', saved);
    const { playQueue } = await engine.json('getPlayQueue');
    expect(playQueue).toMatchObject({ current: 'tr-1', position: 61_500, ...by });
    expect(idsOf(playQueue?.entry)).toEqual(['tr-2', 'tr-1', 'tr-2']);
    const { playQueueByIndex } = await engine.json('getPlayQueueByIndex');
    expect(playQueueByIndex).toMatchObject({ currentIndex: 1, position: 61_500, ...by });
  });

  it('when a song is in it twice, then an index says which is meant, and saving it by its id keeps that one', async () => {
    const id = ['tr-1', 'tr-2', 'tr-1'];
    const index = async () =>
      (await engine.json('getPlayQueueByIndex')).playQueueByIndex?.currentIndex as unknown as number;
    await engine.json('savePlayQueueByIndex', { id, currentIndex: '2', position: '5' });
    expect(await index()).toBe(2);
    expect((await engine.json('getPlayQueue')).playQueue).toMatchObject({ current: 'tr-1', position: 5 });
    await engine.json('savePlayQueue', { id, current: 'tr-1', position: '9' });
    expect(await index()).toBe(2);
    await engine.json('savePlayQueue', { id: ['tr-2', ...id], current: 'tr-1' });
    expect(await index()).toBe(1);
  });

  it.each(['savePlayQueue', 'savePlayQueueByIndex'])(
    'when %s has no ids, then it is cleared',
    async (save) => {
      await engine.json('savePlayQueue', { id: 'tr-1', current: 'tr-1', position: '5' });
      await engine.json(save, { c: 'DSub' });
      expect((await engine.json('getPlayQueue')).playQueue).toEqual({ ...by, entry: [] });
      expect(engine.queue).toMatchObject({ tracks: [], index: null, position: 0 });
    },
  );

  it('when a client of the first protocol does not say where it is, then it is at the first song', async () => {
    await engine.json('savePlayQueue', { id: ['tr-2', 'tr-1'] });
    expect((await engine.json('getPlayQueue')).playQueue).toMatchObject({ current: 'tr-2', position: 0 });
  });

  it('when a song in it is no more, then its place stays, so that all indexes do', async () => {
    await engine.json('savePlayQueueByIndex', { id: ['tr-404', 'tr-8', 'tr-2'], currentIndex: '2' });
    const { playQueueByIndex } = await engine.json('getPlayQueueByIndex');
    expect(playQueueByIndex).toMatchObject({
      currentIndex: 2,
      entry: [{ id: 'tr-404', title: '[Unknown track]' }, { id: 'tr-8', title: 'Gone' }, { id: 'tr-2' }],
    });
  });

  it('when it sounds elsewhere, then it is where that device is by now, and not beyond the end', async () => {
    const device = { id: 'cr-1', name: 'Kitchen', client: 'Cantiga' };
    const sounding: QueueView = {
      ...{ v: 1, edition: 1, tracks: ['tr-1'], index: 0, isSounding: true, device, changed: TIME },
      position: 20.25,
    };
    engine.queue = sounding;
    const shown = async () => (await engine.json('getPlayQueue')).playQueue;
    expect(await shown()).toMatchObject({ position: 20_250, changedBy: 'Cantiga' });
    engine.queue = { ...sounding, position: 5000 };
    expect(await shown()).toMatchObject({ position: 30_600 });
  });

  it.each([
    ['savePlayQueue', { id: 'tr-1', current: 'tr-2' }, 0, 'current'],
    ['savePlayQueue', { current: 'tr-2' }, 0, 'current'],
    ['savePlayQueue', { id: 'al-north' }, 70, 'id'],
    ['savePlayQueue', { id: 'tr-1', position: '-5' }, 0, 'position'],
    ['savePlayQueueByIndex', { id: 'tr-1' }, 10, 'currentIndex'],
    ['savePlayQueueByIndex', { id: 'tr-1', currentIndex: '1' }, 0, 'currentIndex'],
    ['savePlayQueueByIndex', { currentIndex: '1' }, 0, 'currentIndex'],
  ])(
    'when %s has %j, then the error names what is wrong, and the queue stays',
    async (save, params, code, name) => {
      const before = engine.queue;
      expect(await engine.error(save, params)).toMatchObject({
        code,
        message: expect.stringContaining(`'${name}'`),
      });
      expect(engine.queue).toBe(before);
    },
  );
});
