import { afterAll, afterEach, beforeAll, describe, expect, it as jestIt } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { describeWith } from '../../support/describe.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { listen } from '../../support/listener.ts';
import { findingsOn } from '../../support/player/axe.ts';
import { launchChromium } from '../../support/player/browser.ts';
import { playerIsBuilt } from '../../support/player/built.ts';
import { overhear, shownBy } from '../../support/player/overhear.ts';
import { faultsOn, shiftOf } from '../../support/player/practice.ts';
import { isHeard, listenTo, position } from '../../support/player/sounds.ts';

const SIZES = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} satisfies Record<string, BrowserContextOptions>;
/** Each theme and each size once: a colour does not depend on the size. */
const LOOKS = [
  ['light', 'desk'],
  ['dark', 'phone'],
] as const;
const LONGEST_WAIT = 40_000;
/** Cumulative layout shift. What one can see of it begins at about 0.1. */
const MOST_SHIFT = 0.02;
/** Tracks of the demo library from which on there is something of everything. */
const ENOUGH = 8;

describeWith(['chromium'], 'The player', () => {
  let engine: Engine;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let said: string[];
  /** Cookies and storage of a browser that has signed in. */
  let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>;

  beforeAll(async () => {
    await playerIsBuilt();
    engine = await startEngine();
    await (await listen(engine)).scanned(ENOUGH);
    browser = await launchChromium();
    await openAndSignIn();
    signedIn = await page.context().storageState();
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

  /** A test that tells, when it fails, what its pages have said and what they show. */
  function it(name: string, test: () => Promise<void>, timeout?: number): void {
    jestIt(
      name,
      async () => {
        try {
          await test();
        } catch (error) {
          console.error([...said, ...(await shownBy(page.context()))].join('\n'));
          throw error;
        }
      },
      timeout,
    );
  }
  async function open(path = '/', options: BrowserContextOptions = SIZES.desk): Promise<Page> {
    const context = await browser.newContext(options);
    said = overhear(context);
    page = await context.newPage();
    complaints = [];
    return opened(page, path);
  }
  async function opened(tab: Page, path: string): Promise<Page> {
    tab.setDefaultTimeout(LONGEST_WAIT);
    await listenTo(tab);
    tab.on('pageerror', (error) => complaints.push(error.message));
    // A strict Content-Security-Policy speaks up in the console.
    tab.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
    });
    await tab.goto(`${engine.url}${path}`);
    return tab;
  }
  async function signIn(password = engine.adminPassword): Promise<void> {
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
  }
  async function openAndSignIn(path = '/'): Promise<void> {
    await open(path);
    await signIn();
    await page.locator('main[data-path] h1').first().waitFor();
  }
  async function openSignedIn(path = '/', options: BrowserContextOptions = {}): Promise<void> {
    await open(path, { ...SIZES.desk, ...options, storageState: signedIn });
    await page.locator('main[data-path] h1').first().waitFor();
  }
  /** Goes to a view as the browser's back button would, without loading the page again. */
  async function goTo(view: string): Promise<void> {
    await page.evaluate((address) => {
      const state = { key: address, depth: 1 };
      history.pushState(state, '', address);
      dispatchEvent(new PopStateEvent('popstate', { state }));
    }, view);
    await page.waitForFunction(
      (address) => document.querySelector('main')?.dataset.path === address,
      view.split('?', 1)[0],
    );
  }
  const firstAlbum = () => page.locator('.card-link[href^="/albums/"]').first();
  const title = () => page.locator('.player-title').textContent();

  for (const [name, size] of Object.entries(SIZES)) {
    it(`signs in, finds an album and plays it, on a ${name}`, async () => {
      await open('/', size);
      await signIn();
      await page.locator('.hero-name').waitFor();
      await page.getByRole('link', { name: 'Albums', exact: true }).first().click();
      await firstAlbum().click();
      await page.locator('main .button-primary', { hasText: 'Play' }).click();
      if (name === 'phone') {
        await page.locator('.player-whole').click();
        await page.locator('.now-title').waitFor();
      }
      await isHeard(page);
      const overflows = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(overflows).toBe(false);
    });
  }

  it('says when the password is wrong', async () => {
    await open();
    await signIn('not the password');
    await page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor();
  });

  it('leads whoever signs in to the address that they came for', async () => {
    await openAndSignIn('/genres');
    await page.getByRole('heading', { name: 'Genres', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/genres');
  });

  it('stays signed in over a reload, and forgets when told so', async () => {
    await openAndSignIn();
    await page.reload();
    await page.locator('.hero-name').waitFor();
    await page.getByRole('button', { name: 'Account of admin' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('User name').waitFor();
    await page.reload();
    await page.getByLabel('User name').waitFor();
  });

  it('finds as one types, and marks what was typed', async () => {
    await openSignedIn();
    await page.keyboard.press('/');
    await page.getByRole('searchbox').waitFor();
    await page.keyboard.type('farol', { delay: 30 });
    await page
      .locator('mark', { hasText: /^Farol$/i })
      .first()
      .waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('farol');
    await page.reload();
    await page.locator('mark').first().waitFor();
  });

  it('leads through the folders down to the tracks, and plays all that is below one', async () => {
    await openSignedIn('/folders');
    const folder = page.locator('.folder-link');
    const artist = (await folder.first().textContent())!;
    await folder.first().click();
    await page.getByRole('heading', { name: artist, level: 1 }).waitFor();
    const songs = /(\d+) tracks?$/.exec((await page.locator('.page-about').textContent())!)![1];
    await page.locator('main .button-primary', { hasText: 'Play' }).click();
    await isHeard(page);
    await page.keyboard.press('q');
    await page.waitForFunction(
      (wanted) => document.querySelectorAll('.queue-panel .queue-title').length >= Number(wanted),
      songs,
    );
    const album = (await folder.first().textContent())!;
    await folder.first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: album, level: 1 }).waitFor();
    await page.locator('.track-title').first().waitFor();
    const way = page.getByRole('navigation', { name: 'Where this folder lies' });
    await way.getByRole('link', { name: artist }).click();
    await page.getByRole('heading', { name: artist, level: 1 }).waitFor();
    await way.getByRole('link', { name: 'Folders' }).click();
    await page.getByRole('heading', { name: 'Folders', level: 1 }).waitFor();
    await page.goto(`${engine.url}/folders/fo-0000000000000`);
    await page.locator('.state-title').waitFor();
  });

  it('joins rules of a smart playlist in groups, by keys alone, and keeps them', async () => {
    await openSignedIn('/playlists/smart');
    await page.getByLabel('Name', { exact: true }).fill('Grouped');
    await page.getByRole('combobox', { name: 'What' }).selectOption('year');
    await page.getByRole('combobox', { name: 'How' }).selectOption('greater');
    await page.getByRole('button', { name: 'Add a group' }).press('Enter');
    const group = page.getByRole('group', { name: /^A group of/ });
    await group.getByRole('combobox', { name: 'What' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Rating');
    await group.getByRole('spinbutton').fill('5');
    const counted = page.getByRole('status').filter({ hasText: '0 tracks fit' });
    await counted.waitFor();
    await group.getByRole('button', { name: 'Add a rule to the group' }).press('Enter');
    await group.getByRole('combobox', { name: 'What' }).nth(1).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Rating');
    // Not rated.
    await group.getByRole('spinbutton').nth(1).fill('0');
    await page
      .getByRole('status')
      .filter({ hasText: /^[1-9]\d* tracks fit/ })
      .waitFor();
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByRole('heading', { name: 'Grouped', level: 1 }).waitFor();
    const rules = `${new URL(page.url()).pathname}/rules`;
    await page.goto(`${engine.url}${rules}`);
    await group.getByRole('button', { name: 'Remove the rule' }).nth(1).press('Enter');
    await counted.waitFor();
    await group
      .getByRole('button', { name: 'Add a rule to the group' })
      .and(page.locator(':focus'))
      .waitFor();
    await page.getByRole('button', { name: 'Remove the group' }).press('Enter');
    await group.waitFor({ state: 'detached' });
    await page
      .getByRole('status')
      .filter({ hasText: /^[1-9]\d* tracks fit/ })
      .waitFor();
  });

  it('shows which lines of a playlist file it did not find', async () => {
    await openSignedIn('/playlists');
    const take = (text: string) =>
      page.locator('input[type=file]').setInputFiles({
        ...{ name: 'Old.m3u8', mimeType: 'audio/x-mpegurl' },
        buffer: Buffer.from(text),
      });
    await take('#EXTM3U\n/x/nothing.mp3\n<b>nowhere</b>.mp3\n');
    const dialog = page.getByRole('dialog', { name: 'Nothing of “Old” was found' });
    await dialog.getByText('No playlist was made.').waitFor();
    expect(await dialog.getByRole('listitem').allTextContents()).toEqual([
      '/x/nothing.mp3',
      '<b>nowhere</b>.mp3',
    ]);
    expect(await findingsOn(page)).toEqual([]);
    await page.keyboard.press('Escape');
    const answer = await page.request.get(`${engine.url}/api/v1/tracks?limit=1`);
    const [track] = ((await answer.json()) as { items: { path: string }[] }).items;
    await take(`${track!.path}\n/x/nothing.mp3\n`);
    await page.getByRole('dialog', { name: 'Imported, 1 track was not found' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Old', level: 1 }).waitFor();
  });

  it('comes back to where one was', async () => {
    await openSignedIn('/albums');
    await firstAlbum().click();
    await page.locator('.album-title').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Albums', level: 1 }).waitFor();
    await page.goForward();
    await page.locator('.album-title').waitFor();
  });

  it('leads whoever uses keys to the heading of a page that was still loading, and back to the link', async () => {
    await openSignedIn('/albums');
    await page.route('**/api/v1/albums/*', async (route) => {
      await page.locator('main h1:focus').waitFor();
      await route.continue();
    });
    const name = (await firstAlbum().textContent())!;
    await firstAlbum().focus();
    await page.keyboard.press('Enter');
    await page.locator('.album-title:focus').waitFor();
    await page.goBack();
    await page.locator('.card-link:focus', { hasText: name }).waitFor();
  });

  it('is played by keys alone', async () => {
    await openSignedIn('/albums');
    await firstAlbum().focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('[data-index="1"] .card-link:focus').waitFor();
    await page.keyboard.press('Enter');
    const row = page.locator('button.track-play').first();
    await row.focus();
    await page.keyboard.press('Enter');
    await isHeard(page);
    const first = await title();
    await page.locator('h1').focus();
    await page.keyboard.press('Space');
    await page
      .getByRole('region', { name: 'Player' })
      .getByRole('button', { name: 'Play', exact: true })
      .waitFor();
    await page.keyboard.press('n');
    await page.waitForFunction(
      (before) => document.querySelector('.player-title')?.textContent !== before,
      first,
    );
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('q');
    await page.locator('.queue-panel').waitFor();
    await page.keyboard.press('p');
    const next = page.locator('.queue-panel .reorder .queue-title');
    await next.nth(1).waitFor();
    const moved = (await next.first().textContent())!;
    await page.locator('.queue-panel .reorder-grip').first().focus();
    await page.keyboard.press('ArrowDown');
    await next.nth(1).filter({ hasText: moved }).waitFor();
    await page
      .getByRole('button', { name: `Move ${moved}`, exact: true })
      .and(page.locator(':focus'))
      .waitFor();
  });

  it('goes to a place in the track', async () => {
    await openSignedIn('/albums');
    await firstAlbum().click();
    await page.locator('main .button-primary', { hasText: 'Play' }).click();
    await isHeard(page);
    await page.locator('.seek .slider').focus();
    for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowRight');
    await page.waitForFunction(
      () => Number(document.querySelector<HTMLInputElement>('.seek .slider')!.value) > 10,
    );
    expect(await position(page)).toBeGreaterThan(10);
    await isHeard(page);
  });

  it('stars, and finds again what was starred', async () => {
    await openSignedIn('/albums');
    await firstAlbum().click();
    const name = (await page.locator('.album-title').textContent())!;
    await page.locator('.album-actions .star-button').click();
    await page.getByRole('link', { name: 'Starred' }).click();
    await page.locator('.card-link', { hasText: name }).waitFor();
  });

  it('speaks Portuguese, and keeps the theme', async () => {
    await openSignedIn('/settings');
    await page.getByText('Português').click();
    await page.getByRole('heading', { name: 'Definições', level: 1 }).waitFor();
    await page.getByText('Escuro', { exact: true }).click();
    await page.reload();
    await page.getByRole('heading', { name: 'Definições', level: 1 }).waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    // Kept for the listener, whom the other tests are too.
    const stored = page.waitForRequest(
      (request) =>
        request.method() === 'PUT' &&
        request.postDataJSON().language === 'en' &&
        request.postDataJSON().theme === 'system',
    );
    await page.getByText('English').click();
    await page.getByText('As the system').click();
    await (await stored).response();
  });

  it('keeps what is chosen before the server has told what was chosen before', async () => {
    await openSignedIn('/settings');
    let tell = () => {};
    const told = new Promise<void>((resolve) => {
      tell = resolve;
    });
    await page.route(
      '**/api/v1/me/preferences',
      async (route) => {
        const response = await route.fetch();
        await told;
        await route.fulfill({ response });
      },
      { times: 1 },
    );
    const stored = (language: string) =>
      page.waitForResponse(
        (response) =>
          response.request().method() === 'PUT' && response.request().postDataJSON().language === language,
      );
    await page.reload();
    const asPortuguese = stored('pt');
    await page.getByText('Português').click();
    await page.getByRole('heading', { name: 'Definições', level: 1 }).waitFor();
    await asPortuguese;
    const late = page.waitForResponse(
      (response) => response.request().method() === 'GET' && response.url().endsWith('/me/preferences'),
    );
    tell();
    await late;
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    await page.getByRole('heading', { name: 'Definições', level: 1 }).waitFor();
    const asEnglish = stored('en');
    await page.getByText('English').click();
    await asEnglish;
  });

  it('gives an app a password and locks it out', async () => {
    await openSignedIn('/settings');
    await page.getByRole('button', { name: 'Add an app' }).click();
    await page.getByLabel('Name of the app or device').fill('Telefone');
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: /^QR code/ }).waitFor();
    const secret = await page.locator('.secret code').nth(2).textContent();
    const query = new URLSearchParams({ u: 'admin', p: secret!, v: '1.16.1', c: 'test', f: 'json' });
    const ping = async () => (await fetch(`${engine.url}/rest/ping?${query}`)).text();
    expect(await ping()).toContain('"status":"ok"');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Lock Telefone out' }).click();
    await page.getByRole('button', { name: 'Lock it out' }).click();
    await page.getByRole('button', { name: 'Lock Telefone out' }).waitFor({ state: 'detached' });
    expect(await ping()).toContain('"status":"failed"');
  });

  for (const [colorScheme, size] of LOOKS) {
    it(`has nothing that axe or Lighthouse would find, in its ${colorScheme} theme on a ${size}`, async () => {
      await open('/', { ...SIZES[size], colorScheme });
      await page.getByLabel('User name').waitFor();
      const found: Record<string, string[]> = {
        'sign-in': [...(await findingsOn(page)), ...(await faultsOn(page))],
      };
      await signIn();
      await page.locator('.hero-name').waitFor();
      const [album, artist] = await Promise.all(
        ['albums', 'artists'].map(async (list) => {
          const answer = await page.request.get(`${engine.url}/api/v1/${list}?limit=1`);
          return ((await answer.json()) as { items: { id: string }[] }).items[0]!.id;
        }),
      );
      const folders = await page.request.get(`${engine.url}/api/v1/folders`);
      const folder = ((await folders.json()) as { items: { root: string }[] }).items[0]!.root;
      await page.goto(`${engine.url}/albums/${album}`);
      await page.locator('main .button-primary').click();
      const views = [
        ...[
          '/',
          '/albums',
          `/albums/${album}`,
          '/artists',
          `/artists/${artist}`,
          '/genres',
          '/folders',
          `/folders/${folder}`,
        ],
        ...[
          '/search?q=ma',
          '/search',
          '/playlists',
          '/playlists/smart',
          '/stars',
          '/queue',
          '/history',
          '/sessions',
          '/years',
          '/settings',
          '/admin',
        ],
        ...['/admin/now', '/admin/ledger', '/admin/royalties'],
        ...['/now-playing', '/now-playing?lyrics=1', '/now-playing?queue=1', '/nowhere'],
      ];
      for (const view of views) {
        await goTo(view);
        await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
        found[view] = [...(await findingsOn(page)), ...(await faultsOn(page))];
      }
      expect(Object.entries(found).filter(([, findings]) => findings.length > 0)).toEqual([]);
    }, 300_000);
  }

  for (const [name, size] of Object.entries(SIZES)) {
    it(`leaves everything where it is while a page loads, on a ${name}`, async () => {
      await openSignedIn('/albums', size);
      const album = await firstAlbum().getAttribute('href');
      const moved: [view: string, shift: number][] = [];
      for (const view of [
        '/',
        '/albums',
        album!,
        '/artists',
        '/genres',
        '/folders',
        '/playlists',
        '/history',
        '/years',
        '/settings',
      ]) {
        await page.goto(`${engine.url}${view}`);
        await page.waitForFunction(() => document.querySelector('main[data-path] h1') !== null);
        await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
        await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
        const shift = await shiftOf(page);
        if (shift > MOST_SHIFT) moved.push([view, shift]);
      }
      expect(moved).toEqual([]);
    });
  }

  it('can be installed, and says so when there is no server', async () => {
    await openSignedIn('/');
    const address = await page.locator('link[rel=manifest]').getAttribute('href');
    const manifest = (await (await page.request.get(new URL(address!, engine.url).href)).json()) as {
      icons: { src: string; sizes: string; purpose?: string }[];
    } & Record<string, string>;
    expect(manifest).toMatchObject({ name: 'Cantiga', display: 'standalone', start_url: expect.any(String) });
    for (const { src, sizes } of manifest.icons) {
      const icon = await page.request.get(new URL(src, engine.url).href);
      expect([sizes, icon.ok(), icon.headers()['content-type']]).toEqual([
        sizes,
        true,
        expect.stringMatching(/^image\//),
      ]);
    }
    expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
    expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
    await page.context().setOffline(true);
    await page.goto(`${engine.url}/albums`);
    await page.getByRole('heading', { name: 'Cantiga is not reached' }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: 'Albums', level: 1 }).waitFor();
  }, 120_000);

  describe('never is an empty page', () => {
    const again = () => page.getByRole('button', { name: 'Try again' });
    const account = () => page.getByRole('button', { name: 'Account of admin' });
    /** Never answers the first request for it; those after it are answered. */
    async function firstIsSilent(context: BrowserContext, url: string): Promise<void> {
      let isFirst = true;
      await context.route(url, async (route) => {
        if (!isFirst) return route.continue();
        isFirst = false;
        return new Promise(() => {});
      });
    }
    /** A browser that has signed in, before it opens anything, whose time can be let pass. */
    async function browserThatSignedIn(options: BrowserContextOptions = {}): Promise<BrowserContext> {
      await open('/health', { ...SIZES.desk, ...options, storageState: signedIn });
      await page.clock.install();
      return page.context();
    }
    const timePasses = () => page.clock.fastForward(6000);

    it('says so when the server is long in telling who is signed in, and asks again', async () => {
      const context = await browserThatSignedIn();
      await firstIsSilent(context, '**/api/v1/me');
      await page.goto(engine.url);
      await page.locator('.hero-name').waitFor();
      await timePasses();
      await page.getByRole('status').filter({ hasText: 'does not answer' }).waitFor();
      await again().click();
      await account().waitFor();
      await again().waitFor({ state: 'detached' });
    });

    it('says so where the browser keeps nothing, and asks again', async () => {
      const context = await browserThatSignedIn();
      await context.addInitScript(
        "Object.defineProperty(window, 'localStorage', { get() { throw Error() } })",
      );
      await firstIsSilent(context, '**/api/v1/me');
      await page.goto(engine.url);
      await page.getByText('Loading …').waitFor();
      await timePasses();
      await page.getByRole('alert').filter({ hasText: 'does not answer' }).waitFor();
      await again().click();
      await account().waitFor();
    });

    it('asks again by itself when the server is back', async () => {
      const context = await browserThatSignedIn();
      await context.route('**/api/v1/*', (route) => route.abort());
      await page.goto(engine.url);
      await page.getByRole('status').filter({ hasText: 'No connection' }).waitFor();
      await context.unroute('**/api/v1/*');
      await account().waitFor();
    });

    it('is English where the Portuguese texts cannot be had', async () => {
      await open('/health', { ...SIZES.desk, locale: 'pt-PT' });
      await page.context().route('**/assets/pt-*', (route) => route.abort());
      await page.goto(engine.url);
      await page.getByLabel('User name').waitFor();
    });

    it('is English until the Portuguese texts are here', async () => {
      await open('/health', { ...SIZES.desk, locale: 'pt-PT' });
      await page.clock.install();
      const { promise: come, resolve } = Promise.withResolvers<void>();
      await page.context().route('**/assets/pt-*', async (route) => {
        await come;
        await route.continue();
      });
      await page.goto(engine.url, { waitUntil: 'commit' });
      await page.locator('main.late').waitFor({ state: 'attached' });
      await timePasses();
      await page.getByLabel('User name').waitFor();
      resolve();
      await page.getByLabel('Nome de utilizador').waitFor();
    });

    it('loads a page again whose code could not be had', async () => {
      await openSignedIn();
      await page.context().route('**/assets/albums-*.js', (route) => route.abort());
      await page.getByRole('link', { name: 'Albums', exact: true }).first().click();
      await again().waitFor();
      await page.context().unroute('**/assets/albums-*.js');
      await again().click();
      await page.getByRole('heading', { name: 'Albums', level: 1 }).waitFor();
    });

    it('says so when the code of a page is long in coming', async () => {
      const context = await browserThatSignedIn();
      await firstIsSilent(context, '**/assets/albums-*.js');
      await page.goto(`${engine.url}/albums`, { waitUntil: 'commit' });
      await page.getByRole('link', { name: 'Albums', exact: true }).first().waitFor();
      await timePasses();
      await page.getByRole('alert').filter({ hasText: 'does not answer' }).waitFor();
      await again().click();
      await page.getByRole('heading', { name: 'Albums', level: 1 }).waitFor();
    });

    it('leads back when its script cannot be had', async () => {
      await open('/health');
      await page.context().route('**/assets/player-*.js', (route) => route.abort());
      await page.goto(engine.url);
      await page.context().unroute('**/assets/player-*.js');
      await page.getByRole('link', { name: /^Try again/ }).click();
      await page.getByLabel('User name').waitFor();
    });

    it('does not wait for its turn behind a tab that never gives it on', async () => {
      await openAndSignIn();
      const second = await opened(await page.context().newPage(), '/health');
      await second.evaluate(() => {
        void navigator.locks.request('cantiga-renewed', () => new Promise(() => {}));
      });
      await page.goto('about:blank');
      await page.context().clearCookies({ name: 'cantiga_access' });
      await page.goto(engine.url);
      await account().waitFor();
    });
  });

  describe('in two tabs whose session ends at once', () => {
    const isThere = (tab: Page) => tab.locator('.hero-name').waitFor();
    /** Pages that are closed ask nothing between the end of their session and their return. */
    async function hasEnded(tabs: readonly Page[]) {
      await Promise.all(tabs.map((tab) => tab.goto('about:blank')));
      await tabs[0]!.context().clearCookies({ name: 'cantiga_access' });
    }
    /** The same page twice, signed in, and how often the two have renewed the session since. */
    async function twoTabs() {
      await openAndSignIn();
      await isThere(page);
      const second = await opened(await page.context().newPage(), '/');
      await isThere(second);
      const renewals: string[] = [];
      page.context().on('request', (request) => {
        if (request.url().endsWith('/api/v1/refresh')) renewals.push(request.url());
      });
      return { tabs: [page, second], renewals };
    }
    async function reloaded(tabs: readonly Page[]) {
      await Promise.all(tabs.map((tab) => tab.goto(engine.url)));
      await Promise.all(tabs.map(isThere));
    }

    it('renews it once for both', async () => {
      const { tabs, renewals } = await twoTabs();
      await hasEnded(tabs);
      await reloaded(tabs);
      expect(renewals).toHaveLength(1);
      await hasEnded(tabs);
      await reloaded(tabs);
      expect(renewals).toHaveLength(2);
    });

    it('goes on in both where tabs cannot take turns, as on a page without HTTPS', async () => {
      const { tabs, renewals } = await twoTabs();
      const context = tabs[0]!.context();
      await context.addInitScript('delete Navigator.prototype.locks');
      const { promise: bothAsk, resolve } = Promise.withResolvers<void>();
      await context.route('**/api/v1/refresh', async (route) => {
        if (renewals.length === 2) resolve();
        await bothAsk;
        await route.continue();
      });
      await hasEnded(tabs);
      await reloaded(tabs);
      expect(renewals).toHaveLength(2);
      await hasEnded(tabs);
      await reloaded(tabs);
    });
  });
});
