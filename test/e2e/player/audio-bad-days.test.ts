import { expect, it } from '@jest/globals';
import { describeWith } from '../../support/describe.ts';
import { startEngine } from '../../support/engine.ts';
import { makeAlbum, sound, TONE } from '../../support/player/music.ts';
import { openPlayer } from '../../support/player/page.ts';
import { stageWith } from '../../support/player/stage.ts';

/** Bytes after which the player asks for more. */
const SLICE = 1 << 20;

function makeMusic(folder: string): void {
  makeAlbum(folder, 'short', { suffix: 'flac' });
  const tone = `aevalsrc=0.5*sin(2*PI*${TONE}*t):s=44100:d=60`;
  sound(`${folder}/long/long.mp3`, tone, { title: 'long', album: 'long' }, ['-b:a', '320k']);
}

describeWith(['chromium', 'ffmpeg'], 'The audio engine on a bad day', () => {
  const stage = stageWith(makeMusic, 4);
  const { listen, open, until } = stage;
  const kindOfError = () => stage.page.evaluate(() => window.player.error.value?.kind);
  /** What has been played and said, without the states between. */
  const told = () => stage.page.evaluate(() => window.seen.filter((line) => /[>:]/.test(line)));
  const beyondFirst = () =>
    stage.front
      .rangesOf(`${stage.tracks.get('long')!.id}/stream`)
      .filter((range) => !range.startsWith('bytes=0-'));

  it('plays on from the buffer while the network is gone, and then goes on from the same byte', async () => {
    let isGone = false;
    stage.front.intercept = (url, response) => {
      const isCut = isGone && url.includes('/stream');
      if (isCut) response.destroy();
      return isCut;
    };
    await open(['long']);
    await stage.page.route('**/stream', async (route) => {
      isGone ||= !route.request().headers().range?.startsWith('bytes=0-');
      await route.continue();
    });
    await stage.page.click('#load');
    await until(() => window.player.error.value?.kind === 'network');
    const before = await stage.page.evaluate(() => window.player.position.value);
    expect(await stage.page.evaluate(() => window.player.error.value!.retryAt)).toBeGreaterThan(0);
    await until(() => window.player.state.value === 'playing' && window.player.position.value > 1);
    const buffered = await stage.page.evaluate(() => window.player.buffered.value);
    expect(buffered).toBeGreaterThan(before);
    await stage.page.evaluate((to) => window.player.seek(to), buffered - 1);
    await until(() => window.player.state.value === 'waiting');
    expect(await kindOfError()).toBe('network');
    isGone = false;
    await stage.page.unroute('**/stream');
    await until(() => window.player.error.value === null);
    await until(() => window.player.state.value === 'playing');
    const asked = beyondFirst();
    expect(asked.length).toBeGreaterThan(1);
    expect(new Set(asked.slice(0, -1))).toEqual(new Set([`bytes=${SLICE}-${2 * SLICE - 1}`]));
  });

  it('waits as long as a busy server asks, and says so', async () => {
    let refused = 0;
    stage.front.intercept = (url, response) => {
      if (!url.includes('/stream') || refused === 2) return false;
      refused += 1;
      response.writeHead(503, { 'retry-after': '1' });
      response.end();
      return true;
    };
    await open(['short 1']);
    await stage.page.click('#load');
    await until(() => window.player.error.value?.kind === 'busy');
    await until(() => window.player.state.value === 'playing');
    expect(await kindOfError()).toBeUndefined();
    expect(refused).toBe(2);
  });

  it('renews a session that has ended in the middle of a song, and nobody notices', async () => {
    await open(['long']);
    let hasEnded = false;
    await stage.page.route('**/stream', async (route) => {
      const isFirst = route.request().headers().range?.startsWith('bytes=0-');
      if (!isFirst && !hasEnded) {
        hasEnded = true;
        await stage.page.context().clearCookies({ name: 'cantiga_access' });
      }
      await route.continue();
    });
    await stage.page.click('#load');
    await until(() => window.player.buffered.value > 50);
    expect(hasEnded).toBe(true);
    expect(await told()).toEqual(['> long']);
  });

  it('says when the session is over for good, and goes on after signing in again', async () => {
    await open(['short 1']);
    await stage.page.context().clearCookies();
    await stage.page.click('#load');
    await until(() => window.player.error.value?.kind === 'signed-out');
    await until(() => window.player.state.value === 'failed');
    const { url } = stage.front;
    const data = { username: 'admin', password: stage.engine.adminPassword };
    await stage.page.request.post(`${url}/api/v1/sign-in`, { data });
    await stage.page.click('#play');
    await until(() => window.player.state.value === 'playing');
    expect(await kindOfError()).toBeUndefined();
  });

  it.each([
    ['missing', 404, ''],
    ['undecodable', 200, 'This is a page and no music at all. '.repeat(1000)],
  ])('says that a track is %s and plays the next one', async (kind, status, body) => {
    const { id } = stage.tracks.get('short 2')!;
    stage.front.intercept = (url, response) => {
      const isIt = url.includes(id);
      if (isIt) response.writeHead(status, { 'content-length': body.length }).end(body);
      return isIt;
    };
    await listen('short 2', 'short 1', 'short 2', 'short 3');
    await until(() => window.player.state.value === 'paused');
    expect(await told()).toEqual([
      '> short 2',
      `${kind}: short 2`,
      '> short 1',
      `${kind}: short 2`,
      '> short 3',
      '> short 2',
    ]);
    // From one that can be played to the next one there is no gap either.
    expect((await stage.page.evaluate((tone) => window.wave(tone), TONE)).gap).toBeLessThan(20);
  });

  it('stops when nothing of the queue can be played', async () => {
    stage.front.intercept = (url, response) => {
      const isMusic = url.includes('/stream');
      if (isMusic) response.writeHead(404).end();
      return isMusic;
    };
    await open(['short 1', 'short 2']);
    await stage.page.evaluate(() => window.player.setRepeat('all'));
    await stage.page.click('#load');
    await until(() => window.player.state.value === 'failed');
    expect(await kindOfError()).toBe('missing');
  });

  it('lets one of two tabs play, and the other one know', async () => {
    await listen('long');
    const other = await stage.newPage();
    await open(['short 1', 'short 2'], other);
    await until(() => window.player.elsewhere.value?.track.title === 'long', other);
    await other.click('#load');
    await until(() => window.player.state.value === 'playing', other);
    await until(() => window.player.state.value === 'paused');
    await until(() => window.player.elsewhere.value?.track.title === 'short 1');
    expect(await other.evaluate(() => window.player.elsewhere.value)).toBeNull();
    await other.close({ runBeforeUnload: true });
    await until(() => window.player.elsewhere.value === null);
    await stage.page.click('#play');
    await until(() => window.player.state.value === 'playing');
  });

  it('says that the browser wants a click first', async () => {
    const tracks = [stage.tracks.get('short 1')!];
    await stage.page.addInitScript((tracks) => {
      window.tracks = tracks;
    }, tracks);
    await open(['short 1']);
    await stage.page.reload();
    // What tests evaluate in a page counts as a click, unless it is done in this way.
    const session = await stage.page.context().newCDPSession(stage.page);
    const evaluate = async (expression: string) =>
      (await session.send('Runtime.evaluate', { expression, userGesture: false })).result.value as unknown;
    const eventually = async (expression: string) => {
      while (!(await evaluate(expression)));
    };
    await eventually('window.player !== undefined');
    await evaluate('window.player.load(window.tracks)');
    await eventually("window.player.error.value?.kind === 'blocked'");
    await stage.page.click('#play');
    await until(() => window.player.state.value === 'playing');
    expect(await kindOfError()).toBeUndefined();
  });

  it('plays on while the server is started anew', async () => {
    const dataDir = stage.engine.dataDir;
    await listen('long');
    const { processes, env } = stage.engine;
    await processes[0]!.kill();
    await stage.page.evaluate(() => window.player.seek(40));
    // On a slow day it has all of it in its buffer by then, and misses nothing.
    await until(() => window.player.error.value?.kind === 'network' || window.player.buffered.value > 59);
    const started = await startEngine({ dataDir, env: { CANTIGA_MUSIC: env.CANTIGA_MUSIC! } });
    const { stop } = stage.engine;
    stage.engine = {
      ...started,
      async stop() {
        await started.stop();
        await stop();
      },
    };
    await until(() => window.player.state.value === 'playing' && window.player.position.value > 40.2);
    // It may have had that much in its buffer, and ask again a little later.
    await until(() => window.player.error.value === null);
    await until(() => window.player.buffered.value > 59);
    await openPlayer(stage.page, stage.front, started.adminPassword, []);
  });
});
