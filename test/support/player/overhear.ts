import type { BrowserContext } from 'playwright-core';

/** As much of what the pages said as helps, the newest of it. */
const MOST = 200;

/** What all pages of a context say from now on: their console, their errors, where they go and what is not answered well. */
export function overhear(context: BrowserContext): string[] {
  const began = performance.now();
  const said: string[] = [];
  const note = (line: string) => {
    said.push(`${((performance.now() - began) / 1000).toFixed(2)} s ${line}`);
    if (said.length > MOST) said.shift();
  };
  context.on('console', (message) => note(`console.${message.type()}: ${message.text()}`));
  context.on('weberror', (error) => note(`error: ${error.error().stack ?? error.error().message}`));
  context.on('requestfailed', (request) =>
    note(`${request.method()} ${request.url()} failed: ${request.failure()?.errorText}`),
  );
  context.on('response', (response) => {
    if (response.status() >= 400)
      note(`${response.request().method()} ${response.url()}: ${response.status()}`);
  });
  context.on('page', (page) => {
    page.on('framenavigated', (frame) => note(`goes to ${frame.url()}`));
  });
  return said;
}

/** What every page of a context shows now, with its address. */
export async function shownBy(context: BrowserContext): Promise<string[]> {
  return Promise.all(
    context.pages().map(async (page) => {
      const text = await page
        .locator('body')
        .ariaSnapshot({ timeout: 2000 })
        .catch((error: Error) => error.message);
      return `${page.url()} shows:\n${text || 'nothing'}`;
    }),
  );
}
