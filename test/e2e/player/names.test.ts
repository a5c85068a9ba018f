import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeWith } from '../../support/describe.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { listen } from '../../support/listener.ts';
import { launchChromium } from '../../support/player/browser.ts';
import { playerIsBuilt } from '../../support/player/built.ts';
import { musicFolder, sound } from '../../support/player/music.ts';

const SIZES = [
  ['desk', { width: 1280, height: 800 }],
  ['phone', { width: 390, height: 844 }],
] as const;
const LONGEST_WAIT = 20_000;
const SECOND = 'anullsrc=r=8000:cl=mono:d=1';
/** Pages that show both. */
const LISTS = ['/queue', '/genres', '/search?q=very'];
const LONG = 'X'.repeat(10_000);
const WORDS = 'very long words '.repeat(625);

describeWith(['chromium', 'ffmpeg'], 'Names in the player', () => {
  const music = musicFolder();
  let engine: Engine;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const track = (name: string, tags: Record<string, string>) =>
      sound(join(music.folder, name, `${name}.mp3`), SECOND, { album: name, ...tags });
    track('long', { title: LONG, artist: LONG, album: `Y${LONG}`, genre: LONG.slice(0, 900) });
    track('words', { title: WORDS, artist: WORDS, album: WORDS, genre: WORDS.slice(0, 900) });
    track('markup', { title: '<b>bold</b>', artist: '<script>alert(1)</script>' });
    track('right', { title: 'يا ليل', artist: 'فيروز', album: 'أغاني الليل' });
    await playerIsBuilt();
    engine = await startEngine({ music: [music.folder] });
    await (await listen(engine)).scanned(4);
    browser = await launchChromium();
    page = await browser.newPage();
    page.setDefaultTimeout(LONGEST_WAIT);
    await page.goto(engine.url);
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password', { exact: true }).fill(engine.adminPassword);
    await page.keyboard.press('Enter');
    await page.locator('main[data-path] h1').first().waitFor();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await engine?.stop();
    music.remove();
  });

  async function open(path: string): Promise<void> {
    await page.goto(`${engine.url}${path}`);
    await page.locator('main[data-path] h1').first().waitFor({ state: 'attached' });
    await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
  }
  async function albumOf(start: string): Promise<string> {
    const answer = await page.request.get(`${engine.url}/api/v1/albums?limit=10`);
    const { items } = (await answer.json()) as {
      items: { id: string; name: string }[];
    };
    return items.find(({ name }) => name.startsWith(start))!.id;
  }
  async function artistOf(album: string): Promise<string> {
    const answer = await page.request.get(`${engine.url}/api/v1/albums/${album}`);
    return ((await answer.json()) as { artists: { id: string }[] }).artists[0]!.id;
  }
  const widerThanWindow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  describe.each(SIZES)('on a %s', (_, viewport) => {
    it('of ten thousand characters leave every page as wide as the window', async () => {
      await page.setViewportSize(viewport);
      const wide: string[] = [];
      for (const start of ['YX', 'very']) {
        const album = await albumOf(start);
        const artist = await artistOf(album);
        await open(`/albums/${album}`);
        const play = page.locator('main .button-primary');
        // In the first screen, whatever stands above it.
        expect((await play.boundingBox())!.y).toBeLessThan(viewport.height - 100);
        await play.click();
        await page.locator('.player-title').waitFor();
        for (const view of [`/albums/${album}`, `/artists/${artist}`, '/now-playing', ...LISTS]) {
          await open(view);
          if ((await widerThanWindow()) > 0) wide.push(view);
        }
      }
      expect(wide).toEqual([]);
    }, 120_000);

    it('from right to left stand where all others do', async () => {
      await page.setViewportSize(viewport);
      await open(`/albums/${await albumOf('أغاني')}`);
      // Where the letters are, not their box.
      const [title, track] = await page.evaluate(() =>
        ['.album-title', '.track-title'].map((name) => {
          const element = document.querySelector(name)!;
          const letters = document.createRange();
          letters.selectNodeContents(element);
          const box = element.parentElement!.getBoundingClientRect();
          const { left, right } = letters.getBoundingClientRect();
          return {
            atStart: left - box.left < 2,
            inMiddle: Math.abs(left - box.left - (box.right - right)) < 2,
          };
        }),
      );
      expect(title!.atStart || title!.inMiddle).toBe(true);
      expect(track!.atStart).toBe(true);
    }, 60_000);
  });

  it('with markup in them are letters', async () => {
    await open(`/albums/${await albumOf('markup')}`);
    await page.getByText('<b>bold</b>').first().waitFor();
    await page.locator('.album-artist', { hasText: '<script>alert(1)</script>' }).waitFor();
  }, 60_000);
});
