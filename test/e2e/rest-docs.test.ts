import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ROUTES } from '../../services/gateway/rest/table.ts';
import { describeWith } from '../support/describe.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { launchChromium } from '../support/player/browser.ts';

const SIZES = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
const LONGEST_WAIT = 60_000;
const LONGEST_TEST = 180_000;

describeWith(['chromium'], 'The documentation of the REST API', () => {
  let engine: Engine;
  let browser: Browser;
  let complaints: string[];

  beforeAll(async () => {
    engine = await startEngine();
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await engine?.stop();
  });

  async function open(viewport: { width: number; height: number }): Promise<Page> {
    const page = await (await browser.newContext({ viewport })).newPage();
    page.setDefaultTimeout(LONGEST_WAIT);
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(engine.url) && !url.startsWith('data:')) complaints.push(`It asked for ${url}`);
    });
    await page.goto(`${engine.url}/api/docs`);
    return page;
  }

  it.each(Object.entries(SIZES))(
    'shows every route, on a %s',
    async (_name, viewport) => {
      const page = await open(viewport);
      await page.waitForFunction(
        (count) => document.querySelectorAll('.opblock').length === count,
        ROUTES.length,
      );
      await page.locator('#operations-Albums-listAlbums .opblock-summary-control').click();
      await page.locator('#operations-Albums-listAlbums .parameters').first().waitFor();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(overflow).toBe(false);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LONGEST_TEST,
  );

  it(
    'tries routes out for whoever is signed in',
    async () => {
      const page = await open(SIZES.desk);
      await page.evaluate(async (password) => {
        await fetch('/api/v1/sign-in', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'X-Cantiga': '1' },
          body: JSON.stringify({ username: 'admin', password }),
        });
      }, engine.adminPassword);
      const route = page.locator('#operations-Engine-startScan');
      await route.locator('.opblock-summary-control').click();
      await route.getByRole('button', { name: 'Try it out' }).click();
      await route.locator('textarea').fill('{}');
      await route.getByRole('button', { name: 'Execute' }).click();
      const status = await route.locator('.live-responses-table .response-col_status').nth(1).textContent();
      expect(status).toContain('202');
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    LONGEST_TEST,
  );
});
