import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { HistoryEntry, ListeningResource } from '../../../services/gateway/rest/playback-resources.ts';
import type { ListOf } from '../../../services/gateway/rest/resources.ts';
import { describeWith } from '../../support/describe.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { listen } from '../../support/listener.ts';
import { launchChromium } from '../../support/player/browser.ts';
import { playerIsBuilt } from '../../support/player/built.ts';
import { musicFolder, sound } from '../../support/player/music.ts';
import { isHeard, listenTo, position } from '../../support/player/sounds.ts';
import { eventually } from '../../support/rooms.ts';

const LONGEST_WAIT = 20_000;
const SHORT = 4;
const LONG = 120;

describeWith(['chromium', 'ffmpeg'], 'Listening in the player', () => {
  const music = musicFolder();
  let engine: Engine;
  let browser: Browser;
  let contexts: BrowserContext[] = [];

  beforeAll(async () => {
    const tone = (seconds: number) => `sine=frequency=440:sample_rate=44100:duration=${seconds}`;
    const tracks = ['one', 'two', 'three'];
    for (const [i, title] of tracks.entries()) {
      const tags = { title, artist: 'Somebody', track: String(i + 1) };
      sound(join(music.folder, 'short', `${title}.mp3`), tone(SHORT), { ...tags, album: 'Short' });
      sound(join(music.folder, 'long', `${title}.mp3`), tone(LONG), { ...tags, album: 'Long' });
    }
    await playerIsBuilt();
    engine = await startEngine({ music: [music.folder] });
    await (await listen(engine)).scanned(2 * tracks.length);
    browser = await launchChromium();
  }, 180_000);
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    contexts = [];
  });
  afterAll(async () => {
    await browser?.close();
    await engine?.stop();
    music.remove();
  });

  /** A browser of its own, signed in. */
  async function device(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(LONGEST_WAIT);
    await listenTo(page);
    await page.goto(engine.url);
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password', { exact: true }).fill(engine.adminPassword);
    await page.keyboard.press('Enter');
    await page.locator('main[data-path] h1').first().waitFor();
    return page;
  }
  async function play(page: Page, album: string): Promise<void> {
    await page.goto(`${engine.url}/albums`);
    await page.locator('.card-link', { hasText: album }).first().click();
    await page.locator('main .button-primary', { hasText: 'Play' }).click();
    await isHeard(page);
  }
  async function read<T>(page: Page, path: string): Promise<T> {
    return (await (await page.request.get(`${engine.url}/api/v1${path}`)).json()) as T;
  }
  /** What of the past fits, as soon as something does. */
  async function told<T>(page: Page, path: string, fits: (item: T) => boolean): Promise<T[]> {
    let found: T[] = [];
    await eventually(async () => {
      found = (await read<ListOf<T>>(page, path)).items.filter(fits);
      return found.length > 0;
    }, 20);
    return found;
  }
  /** What the engine knows of the listening in a browser, as soon as something is heard there. */
  async function listeningIn(page: Page): Promise<ListeningResource> {
    const id = await page.evaluate(() => localStorage.getItem('cantiga-device'));
    const isMine = ({ device, closed, listen }: ListeningResource) =>
      device?.id === id && closed === null && listen !== null;
    return (await told(page, '/playback/sessions', isMine))[0]!;
  }

  it('counts what was heard to its end, once', async () => {
    const page = await device();
    await play(page, 'Short');
    await page.locator('.player-title', { hasText: 'two' }).waitFor();
    const listens = await told<HistoryEntry>(
      page,
      '/playback/history',
      ({ track, ending }) => track?.title === 'one' && ending !== undefined,
    );
    expect(listens).toMatchObject([{ played: true, ending: 'completed', source: 'player' }]);
    expect(Math.abs(listens[0]!.heard! - SHORT)).toBeLessThan(1);
  });

  it('says on which device, and which deliveries belong to it', async () => {
    const page = await device();
    await play(page, 'Long');
    const { id, device: name } = await listeningIn(page);
    expect(name).toMatchObject({ name: expect.stringMatching(/^Chrome on /), client: 'Cantiga' });
    // The first request may be on its way before there is a session; the next track is another one.
    await page.getByRole('button', { name: 'Next track' }).first().click();
    await told(page, `/playback/ledger?session=${id}`, () => true);
  });

  it('tells what was heard without a network when there is one again, also after the page was left', async () => {
    const page = await device();
    await play(page, 'Long');
    const { id } = await listeningIn(page);
    await page.route('**/commands', (route) => route.abort());
    const waits = () =>
      page.waitForFunction(
        (key) => localStorage.getItem(key)?.includes('"pause"'),
        `cantiga-listening-${id}`,
      );
    await page.getByRole('button', { name: 'Pause' }).first().click();
    await waits();
    await page.reload();
    await page.unroute('**/commands');
    await page.reload();
    const events = `/playback/sessions/${id}/events`;
    const paused = await told<{ type: string }>(page, events, ({ type }) => type === 'paused');
    expect(paused).toHaveLength(1);
    await told<{ type: string }>(page, events, ({ type }) => type === 'closed');
  });

  it('ends the session when the page goes', async () => {
    const page = await device();
    await play(page, 'Long');
    const { id } = await listeningIn(page);
    await page.goto('about:blank');
    await eventually(
      async () => (await read<ListeningResource>(page, `/playback/sessions/${id}`)).closed === 'listener',
    );
  });

  const playsElsewhere = (page: Page) =>
    page.locator('.notice', { hasText: /^Playing on Chrome on / }).first();
  const pauses = (page: Page) => page.getByRole('button', { name: 'Play', exact: true }).first().waitFor();

  it('hands over from one device to another at the second, and the first one pauses', async () => {
    const [desk, phone] = [await device(), await device()];
    await play(desk, 'Long');
    await playsElsewhere(phone).waitFor();
    const title = (await desk.locator('.player-title').textContent())!;
    await phone.locator('.player-title', { hasText: title }).waitFor();
    await desk.waitForFunction(
      () => Number(document.querySelector<HTMLInputElement>('.seek .slider')!.value) > 4,
    );
    const at = await position(desk);
    const began = performance.now();
    await phone.getByRole('button', { name: 'Play here' }).click();
    await isHeard(phone);
    const expected = at + (performance.now() - began) / 1000;
    expect(Math.abs((await position(phone)) - expected)).toBeLessThan(1.5);
    await pauses(desk);
    await playsElsewhere(desk).waitFor();
    await playsElsewhere(phone).waitFor({ state: 'detached' });
    await desk.getByRole('button', { name: 'Play here' }).click();
    await isHeard(desk);
    await pauses(phone);
  });
});
