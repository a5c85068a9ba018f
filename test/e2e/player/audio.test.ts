import { expect, it } from '@jest/globals';
import { describeWith } from '../../support/describe.ts';
import { makeAlbum, sound, TONE, TRACK } from '../../support/player/music.ts';
import { stageWith } from '../../support/player/stage.ts';

/** Milliseconds of silence between two tracks of a gapless album that nobody may hear. */
const LONGEST_GAP = 20;
const STEPS = 40;

function makeMusic(folder: string): void {
  makeAlbum(folder, 'mp3', { suffix: 'mp3', options: ['-b:a', '192k'] });
  makeAlbum(folder, 'flac', { suffix: 'flac' });
  makeAlbum(folder, 'wav', { suffix: 'wav' });
  makeAlbum(folder, 'm4a', { suffix: 'm4a' });
  makeAlbum(folder, 'opus', { suffix: 'opus' });
  // Each second has a tone of its own.
  const steps = `aevalsrc=0.5*sin(2*PI*(300+100*floor(t))*t):s=44100:d=${STEPS}`;
  sound(`${folder}/steps/steps.mp3`, steps, { title: 'steps mp3', album: 'steps' }, ['-q:a', '2']);
  sound(`${folder}/steps/steps.flac`, steps, { title: 'steps flac', album: 'steps' });
  sound(`${folder}/steps/steps.m4a`, steps, { title: 'steps m4a', album: 'steps' });
  sound(`${folder}/steps/steps.opus`, steps, { title: 'steps opus', album: 'steps' });
  const gains = { REPLAYGAIN_TRACK_GAIN: '-6.02 dB', REPLAYGAIN_ALBUM_GAIN: '-12.04 dB' };
  const tone = `aevalsrc=0.5*sin(2*PI*${TONE}*t):s=44100:d=20`;
  sound(`${folder}/gain/gain.flac`, tone, { title: 'gain', album: 'gain', ...gains });
}

describeWith(['chromium', 'ffmpeg'], 'The audio engine of the player', () => {
  const stage = stageWith(makeMusic, 20);
  const { listen, open, until } = stage;
  const ended = () => until(() => window.player.state.value === 'paused');
  const wave = () => stage.page.evaluate((tone) => window.wave(tone), TONE);
  const seen = () => stage.page.evaluate(() => window.seen);

  it.each([
    ['MP3', ['mp3 1', 'mp3 2', 'mp3 3']],
    ['FLAC', ['flac 1', 'flac 2', 'flac 3']],
    ['WAV', ['wav 1', 'wav 2', 'wav 3']],
    ['AAC in MP4', ['m4a 1', 'm4a 2', 'm4a 3']],
    ['Opus', ['opus 1', 'opus 2', 'opus 3']],
    ['several kinds', ['flac 1', 'mp3 2', 'wav 3']],
  ])('plays the tracks of an album without a gap: %s', async (_, titles) => {
    await listen(...titles);
    await ended();
    const { gap, seconds } = await wave();
    expect(gap).toBeLessThan(LONGEST_GAP);
    // Nothing of a track is missing. A machine that stands still for a moment records a little more or less.
    expect(Math.abs(seconds - 3 * TRACK)).toBeLessThan(0.2);
  });

  const steps = ['flac', 'mp3', 'm4a', 'opus'];
  it.each(steps.map((kind) => `steps ${kind}`))('seeks: %s', async (title) => {
    await listen(title);
    for (const second of [30, 5, 20]) {
      await stage.page.evaluate((to) => {
        window.player.seek(to + 0.1);
        window.tap.restart();
      }, second);
      const tone = 300 + 100 * second;
      await stage.page.waitForFunction((hertz) => window.tap.hasTone(hertz), tone, { polling: 50 });
      expect(await stage.page.evaluate(() => window.player.position.value)).toBeGreaterThan(second);
    }
  });

  it('follows the volume, a mute and ReplayGain', async () => {
    await listen('gain');
    const levelAfter = async (change: () => void) => {
      await stage.page.evaluate(change);
      // What was on its way to the output still has the old level.
      await stage.page.evaluate(() => window.tap.restart());
      await until(() => window.tap.recorded().length > window.tap.rate * 0.4);
      return stage.page.evaluate(() => window.tap.level(0.2));
    };
    expect(await levelAfter(() => window.player.setGainMode('off'))).toBeCloseTo(0.5, 2);
    expect(await levelAfter(() => window.player.setGainMode('track'))).toBeCloseTo(0.25, 2);
    expect(await levelAfter(() => window.player.setGainMode('album'))).toBeCloseTo(0.125, 2);
    expect(await levelAfter(() => window.player.setMuted(true))).toBe(0);
    expect(await levelAfter(() => window.player.setMuted(false))).toBeCloseTo(0.125, 2);
    const half = await levelAfter(() => window.player.setVolume(0.5));
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(0.125);
  });

  it('plays faster in the same pitch', async () => {
    await open(['flac 1']);
    await stage.page.evaluate(() => window.player.setSpeed(2));
    await stage.page.click('#load');
    await until(() => window.player.state.value === 'playing');
    await ended();
    const { seconds } = await wave();
    expect(seconds).toBeGreaterThan(TRACK / 2 - 0.3);
    expect(seconds).toBeLessThan(TRACK / 2 + 0.3);
    expect(Math.abs((await stage.page.evaluate(() => window.tap.hertz())) - TONE)).toBeLessThan(15);
  });

  it('plays next what was put there while the one after was already in the buffer', async () => {
    await listen('flac 1', 'flac 2', 'flac 3');
    await until(() => window.player.position.value > 0.5);
    await stage.page.evaluate(() => {
      window.player.playNext([window.tracks[2]!]);
      window.player.removeAt(3);
    });
    await ended();
    expect((await seen()).filter((line) => line.startsWith('>'))).toEqual([
      '> flac 1',
      '> flac 3',
      '> flac 2',
      '> flac 1',
    ]);
    const { gap, seconds } = await wave();
    expect(gap).toBeLessThan(LONGEST_GAP);
    // Nothing of a track is missing. A machine that stands still for a moment records a little more or less.
    expect(Math.abs(seconds - 3 * TRACK)).toBeLessThan(0.2);
  });

  it('stops at the end of the track when the listener falls asleep', async () => {
    await listen('flac 1', 'flac 2');
    await stage.page.evaluate(() => window.player.setSleepTimer('end of track'));
    await ended();
    const { seconds } = await wave();
    expect(Math.abs(seconds - TRACK)).toBeLessThan(0.1);
    expect(await stage.page.evaluate(() => window.player.current.value!.track.title)).toBe('flac 2');
  });

  it('shows the system what plays and does what its keys ask', async () => {
    await stage.page.addInitScript(() => {
      const session = navigator.mediaSession;
      const set = session.setActionHandler.bind(session);
      const keys: Record<string, MediaSessionActionHandler | null> = {};
      session.setActionHandler = (action, handler) => {
        keys[action] = handler;
        set(action, handler);
      };
      Object.assign(window, { keys });
    });
    await listen('flac 1', 'flac 2');
    const press = (action: string) =>
      stage.page.evaluate((action) => {
        const { keys } = window as unknown as { keys: Record<string, (details: object) => void> };
        keys[action]!({ action });
      }, action);
    const shown = () =>
      stage.page.evaluate(() => {
        const { metadata, playbackState } = navigator.mediaSession;
        const { title, artist, album, artwork } = metadata!;
        return { title, artist, album, artwork: artwork.length, playbackState };
      });
    const { id } = stage.tracks.get('flac 1')!;
    expect(await shown()).toEqual({
      title: 'flac 1',
      artist: 'Somebody',
      album: 'flac',
      artwork: 3,
      playbackState: 'playing',
    });
    expect(await stage.page.evaluate(() => navigator.mediaSession.metadata!.artwork[0]!.src)).toContain(id);
    await press('pause');
    await ended();
    expect((await shown()).playbackState).toBe('paused');
    await press('play');
    await until(() => window.player.state.value === 'playing');
    await press('nexttrack');
    await until(() => navigator.mediaSession.metadata!.title === 'flac 2');
    await press('previoustrack');
    await until(() => navigator.mediaSession.metadata!.title === 'flac 1');
  });

  it('goes on after a reload where it was', async () => {
    await listen('steps flac', 'flac 1');
    await stage.page.evaluate(() => window.player.seek(20));
    await until(() => window.player.position.value > 20.3 && window.player.state.value === 'playing');
    await stage.page.reload();
    await until(() => window.player !== undefined);
    const kept = await stage.page.evaluate(() => ({
      queue: window.player.queue.value.map(({ track }) => track.title),
      position: window.player.position.value,
      state: window.player.state.value,
    }));
    expect(kept).toEqual({ queue: ['steps flac', 'flac 1'], position: expect.any(Number), state: 'paused' });
    expect(kept.position).toBeGreaterThan(20);
    await stage.page.click('#play');
    await until(() => window.player.state.value === 'playing');
    await until(() => window.tap.seconds() > 0.5);
    expect(await stage.page.evaluate(() => window.player.position.value)).toBeGreaterThan(kept.position);
  });
});
