import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type {
  CommandAnswers,
  HistoryEntry,
  OpenedResource,
} from '../../../services/gateway/rest/playback-resources.ts';
import type { ListOf, TrackResource } from '../../../services/gateway/rest/resources.ts';
import { describeWith } from '../../support/describe.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { listen } from '../../support/listener.ts';
import { findingsOn } from '../../support/player/axe.ts';
import { launchChromium } from '../../support/player/browser.ts';
import { playerIsBuilt } from '../../support/player/built.ts';
import { faultsOn, shiftOf } from '../../support/player/practice.ts';
import { eventually } from '../../support/rooms.ts';

const DESK = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const LONGEST_WAIT = 40_000;
const MOST_SHIFT = 0.02;
/** Tracks of the demo library from which on there is something of everything. */
const ENOUGH = 8;

describeWith(['chromium'], 'The pages about listening', () => {
  let engine: Engine;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>;
  let tracks: TrackResource[];
  let session: string;

  beforeAll(async () => {
    await playerIsBuilt();
    engine = await startEngine();
    await (await listen(engine)).scanned(ENOUGH);
    browser = await launchChromium();
    await open('/', DESK);
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password', { exact: true }).fill(engine.adminPassword);
    await page.keyboard.press('Enter');
    await page.locator('main[data-path] h1').first().waitFor();
    signedIn = await page.context().storageState();
    tracks = (await api<ListOf<TrackResource>>('GET', '/tracks?limit=8')).items;
    session = await aSession();
    await page.context().close();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await engine?.stop();
  });
  afterEach(async () => {
    await page?.context().close();
    expect(complaints).toEqual([]);
  });

  async function open(path: string, options: BrowserContextOptions): Promise<void> {
    const context = await browser.newContext({ locale: 'en-GB', ...options });
    page = await context.newPage();
    page.setDefaultTimeout(LONGEST_WAIT);
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
    });
    await page.goto(`${engine.url}${path}`);
  }
  async function openSignedIn(path: string, options: BrowserContextOptions = DESK): Promise<void> {
    await open(path, { ...options, storageState: signedIn });
    await isHere();
  }
  async function isHere(): Promise<void> {
    await page.locator('main[data-path] h1').first().waitFor();
    await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
  }
  async function api<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await page.request.fetch(`${engine.url}/api/v1${path}`, {
      method,
      headers: { 'X-Cantiga': '1' },
      ...(body && { data: body }),
    });
    return (await answer.json()) as T;
  }
  /** A session with a track that was heard to its end, one with a pause and a jump, and one that was skipped. */
  async function aSession(): Promise<string> {
    const device = { id: 'kitchen', name: 'Kitchen radio', client: 'Test' };
    const { id } = await api<OpenedResource>('POST', '/playback/sessions', { device });
    const start = ({ id: track, albumId, artists }: TrackResource) => ({
      ...{ type: 'start', track, album: albumId, artist: artists[0]?.id, duration: 8, source: 'player' },
    });
    const said = [
      start(tracks[0]!),
      { type: 'end', reason: 'completed', position: 8, heard: 8 },
      start(tracks[1]!),
      { type: 'pause', position: 2, heard: 2 },
      { type: 'resume' },
      { type: 'seek', to: 6, position: 3 },
      { type: 'end', reason: 'completed', position: 8, heard: 5 },
      start(tracks[2]!),
      { type: 'end', reason: 'skipped', position: 1, heard: 1 },
      { type: 'close', by: 'listener' },
    ];
    const commands = said.map((command, i) => ({ id: `c${i}`, ...command }));
    const { answers } = await api<CommandAnswers>('POST', `/playback/sessions/${id}/commands`, { commands });
    expect(answers.filter((answer) => 'problem' in answer)).toEqual([]);
    await eventually(async () => {
      const { items } = await api<ListOf<HistoryEntry>>('GET', '/playback/history');
      return items.length === 3 && items.every(({ ending }) => ending !== undefined);
    }, 50);
    return id;
  }
  const listenOf = (title: string) => page.locator('.listen', { hasText: title });

  it('tell what was heard, how much of it and why it ended, and lead from there to its session', async () => {
    await openSignedIn('/history');
    await page.getByRole('heading', { name: 'Today', level: 2 }).waitFor();
    await listenOf(tracks[2]!.title).getByText('Skipped', { exact: true }).waitFor();
    expect(await listenOf(tracks[2]!.title).textContent()).not.toContain('Counts as played');
    expect(await listenOf(tracks[0]!.title).textContent()).toContain('Counts as played');
    expect(await listenOf(tracks[0]!.title).textContent()).toContain('To the end');
    await page.getByRole('link', { name: tracks[2]!.title, exact: true }).first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Kitchen radio', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/sessions/${session}`);
  });

  it('draw a session, tell the same in words, and travel in its time by keys', async () => {
    await openSignedIn('/sessions');
    await page.getByRole('link', { name: 'Kitchen radio' }).focus();
    await page.keyboard.press('Enter');
    const picture = page.getByRole('img', { name: /^From / });
    for (const { title } of tracks.slice(0, 3))
      await picture.and(page.getByRole('img', { name: title })).waitFor();
    expect(await picture.getAttribute('aria-label')).toContain('Closed by the listener');
    const kinds = await page
      .locator('.timeline-picture')
      .evaluate((svg) =>
        ['seek', 'skipped', 'closed'].map((kind) => svg.querySelectorAll(`.timeline-${kind}`).length),
      );
    expect(kinds).toEqual([1, 1, 1]);
    const slider = page.getByRole('slider', { name: 'Travel in time' });
    await slider.focus();
    await page.keyboard.press('Home');
    await page.locator('.travel-name', { hasText: 'The session was opened' }).waitFor();
    await page.locator('.travel').getByText('Nothing is being played').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.locator('.travel-listen', { hasText: tracks[0]!.title }).waitFor();
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^Version 2 of \d+, A track began$/);
    await page.getByRole('button', { name: 'Latest' }).click();
    await page.locator('.travel-listen', { hasText: 'Closed by the listener' }).waitFor();
    await page.getByText(/events as they are stored/).click();
    await page
      .getByRole('row', { name: /opened/ })
      .first()
      .waitFor();
  });

  it('tell of a year, in pictures and in tables, and say so when there is nothing', async () => {
    await openSignedIn('/years');
    const year = new Date().getFullYear();
    await page.getByRole('heading', { name: `Your ${year} in music`, level: 1 }).waitFor();
    await page.locator('.totals-heard').waitFor();
    const hours = page.getByRole('table', { name: 'Hours of the day' });
    expect(await hours.getByRole('row').count()).toBe(25);
    await page.getByText('Plays', { exact: true }).click();
    await hours.getByRole('cell', { name: '2 plays' }).waitFor();
    await page.getByRole('button', { name: `Play ${tracks[0]!.title}`, exact: true }).waitFor();
    await page.goto(`${engine.url}/years/2019`);
    await page.getByRole('heading', { name: 'Nothing was heard in 2019' }).waitFor();
  });

  it('put what was played on the first page', async () => {
    await openSignedIn('/');
    const shelf = page.getByRole('region', { name: 'Recently played' });
    await shelf.locator(`a[href="/albums/${tracks[0]!.albumId}"]`).waitFor();
  });

  it('leave the first page as it is where the engine does not say what was played', async () => {
    await open('/health', { ...DESK, storageState: signedIn });
    await page.route('**/api/v1/playback/**', () => {});
    await page.goto(engine.url);
    // Long before the request is given up.
    await page.locator('.hero-name').waitFor({ timeout: 15_000 });
    expect(await page.getByRole('region', { name: 'Recently played' }).count()).toBe(0);
  });

  it('show administrators what was delivered to whom, and what was played of whom', async () => {
    const [track] = tracks;
    await openSignedIn('/admin/ledger');
    const stream = await page.request.get(
      `${engine.url}/api/v1/tracks/${track!.id}/stream?session=${session}`,
    );
    expect((await stream.body()).length).toBe(track!.size);
    const isTold = async () =>
      (await api<ListOf<unknown>>('GET', `/playback/ledger?everybody=true`)).items.length > 0;
    await eventually(isTold, 50);
    await page.reload();
    const row = page.locator('.delivered', { hasText: track!.title });
    await row.getByText('100%').waitFor();
    await page.getByRole('button', { name: 'Any track' }).click();
    await page.getByLabel('Title').fill(tracks[2]!.title);
    await page.locator('.track-choose', { hasText: tracks[2]!.title }).first().click();
    await page.getByRole('heading', { name: 'Nothing was delivered' }).waitFor();
    await page.getByRole('button', { name: /^Only/ }).click();
    await row.waitFor();
    const saving = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Save as CSV' }).click();
    expect((await saving).suggestedFilename()).toMatch(/\.csv$/);
    await page.getByRole('link', { name: 'Royalties' }).click();
    await page.locator('.royalty', { hasText: track!.title }).getByText('1 play').waitFor();
    await page.locator('.choice-option', { hasText: 'Artists' }).click();
    await page.locator('.royalty', { hasText: track!.artists[0]!.name }).first().waitFor();
  });

  it('say to who is no administrator that they are not for them', async () => {
    await openSignedIn('/');
    await api('POST', '/users', { username: 'ana', password: 'a long password' });
    await page.context().clearCookies();
    await page.goto(`${engine.url}/admin/ledger`);
    await page.getByLabel('User name').fill('ana');
    await page.getByLabel('Password', { exact: true }).fill('a long password');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'You are not allowed to do this.' }).waitFor();
  });

  for (const [colorScheme, size] of [
    ['light', DESK],
    ['dark', PHONE],
  ] as const) {
    it(`have nothing that axe or Lighthouse would find and stay where they are, in the ${colorScheme} theme`, async () => {
      await openSignedIn('/history', { ...size, colorScheme });
      const found: Record<string, unknown[]> = {};
      for (const view of ['/history', '/sessions', `/sessions/${session}`, '/years', '/admin/ledger']) {
        await page.goto(`${engine.url}${view}`);
        await isHere();
        await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
        const shift = await shiftOf(page);
        if (view.startsWith('/sessions/')) await page.locator('.raw summary').click();
        const overflows = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        found[view] = [
          ...(await findingsOn(page)),
          ...(await faultsOn(page)),
          ...(shift > MOST_SHIFT ? [shift] : []),
          ...(overflows ? ['wider than the window'] : []),
        ];
      }
      expect(Object.entries(found).filter(([, findings]) => findings.length > 0)).toEqual([]);
    }, 120_000);
  }

  it('tell of what is heard here while it is heard, also of the next track', async () => {
    await openSignedIn(`/albums/${tracks[0]!.albumId}`);
    await page.locator('main .button-primary', { hasText: 'Play' }).click();
    await page.getByRole('button', { name: 'Account of admin' }).click();
    await page.getByRole('menuitem', { name: 'History' }).click();
    const first = page.locator('.listen').first();
    await first.filter({ hasText: 'Not over yet' }).waitFor();
    const before = (await first.locator('.listen-title').textContent())!;
    await page.getByRole('button', { name: 'Next track' }).click();
    await first.filter({ hasNotText: before }).filter({ hasText: 'Not over yet' }).waitFor();
    await page
      .locator('.listen')
      .nth(1)
      .filter({ hasText: before })
      .getByText('Skipped', { exact: true })
      .waitFor();
  });
});
