import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { describeWith } from '../support/describe.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { commandPath } from '../support/need.ts';

const SIZES = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
const LONGEST_WAIT = 40_000;

describeWith(['chromium'], 'The first page', () => {
  let engine: Engine;
  let browser: Browser;
  let complaints: string[];

  beforeAll(async () => {
    engine = await startEngine();
    browser = await chromium.launch({
      executablePath: commandPath('chromium'),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
      ],
    });
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await engine?.stop();
  });

  async function open(viewport: { width: number; height: number }): Promise<Page> {
    const page = await (await browser.newContext({ viewport })).newPage();
    page.setDefaultTimeout(LONGEST_WAIT);
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    // A strict Content-Security-Policy speaks up in the console.
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
    });
    await page.goto(engine.url);
    return page;
  }

  async function signIn(page: Page, password = engine.adminPassword): Promise<void> {
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
  }

  it.each(Object.entries(SIZES))('signs in, shows albums and plays one, on a %s', async (_name, viewport) => {
    const page = await open(viewport);
    await signIn(page);
    const album = page.getByRole('button', { name: /^Play / }).first();
    await album.click();
    await page.waitForFunction(() => document.querySelector('audio')!.currentTime > 0.3);
    expect(await page.locator('#now').textContent()).toMatch(/ — /);
    const cover = page.locator('#albums img').first();
    await page.waitForFunction(
      () => document.querySelector<HTMLImageElement>('#albums img')!.naturalWidth > 0,
    );
    const box = (await cover.boundingBox())!;
    expect(Math.abs(box.width - box.height)).toBeLessThan(2);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(overflow).toBe(false);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('says when the password is wrong', async () => {
    const page = await open(SIZES.desk);
    await signIn(page, 'not the password');
    expect(await page.getByRole('alert').textContent({ timeout: LONGEST_WAIT })).toBeDefined();
    await page.waitForFunction(() => /Wrong/.test(document.getElementById('sign-in-error')!.textContent));
    await page.context().close();
  });

  it('stays signed in over a reload, and forgets when told so', async () => {
    const page = await open(SIZES.desk);
    await signIn(page);
    await page
      .getByRole('button', { name: /^Play / })
      .first()
      .waitFor();
    await page.reload();
    await page
      .getByRole('button', { name: /^Play / })
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Password').waitFor();
    await page.reload();
    await page.getByLabel('Password').waitFor();
    await page.context().close();
  });

  describe('in two tabs whose session ends at once', () => {
    const albums = (page: Page) => page.getByRole('button', { name: /^Play / }).first();
    /** Pages that are closed ask nothing between the end of their session and their return. */
    async function hasEnded(tabs: readonly Page[]) {
      await Promise.all(tabs.map((tab) => tab.goto('about:blank')));
      await tabs[0]!.context().clearCookies({ name: 'cantiga_access' });
    }
    /** The same page twice, signed in, and how often the two have renewed the session since. */
    async function twoTabs() {
      const first = await open(SIZES.desk);
      const second = await first.context().newPage();
      second.setDefaultTimeout(LONGEST_WAIT);
      await signIn(first);
      await albums(first).waitFor();
      await second.goto(engine.url);
      await albums(second).waitFor();
      const renewals: string[] = [];
      first.context().on('request', (request) => {
        if (request.url().endsWith('/api/v1/refresh')) renewals.push(request.url());
      });
      return { tabs: [first, second], renewals };
    }
    async function reloaded(tabs: readonly Page[]) {
      await Promise.all(tabs.map((tab) => tab.goto(engine.url)));
      await Promise.all(tabs.map((tab) => albums(tab).waitFor()));
    }

    it('renews it once for both', async () => {
      const { tabs, renewals } = await twoTabs();
      await hasEnded(tabs);
      await reloaded(tabs);
      expect(renewals).toHaveLength(1);
      await hasEnded(tabs);
      await reloaded(tabs);
      expect(renewals).toHaveLength(2);
      await tabs[0]!.context().close();
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
      await context.close();
    });
  });

  it('plays by keyboard alone', async () => {
    const page = await open(SIZES.desk);
    await signIn(page);
    const album = page.getByRole('button', { name: /^Play / }).first();
    await album.waitFor();
    await album.focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('audio')!.currentTime > 0.1);
    await page.context().close();
  });
});
