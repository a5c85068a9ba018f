import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { type Engine, startEngine } from '../support/engine.ts';
import { listen } from '../support/listener.ts';
import { launchChromium } from '../support/player/browser.ts';
import { playerIsBuilt } from '../support/player/built.ts';
import { listenTo } from '../support/player/sounds.ts';
import { libraryFolder, makeLibrary } from './make-library.ts';
import { against, type Figure, plain, report, reportMachine } from './report.ts';

// How quickly the player is there, sounds and scrolls, in a real browser without a graphics card.
// node test/bench/player.ts [--tracks 120000] [--library FOLDER]

declare global {
  interface Window {
    soundAfter: number | undefined;
  }
}

const { values } = parseArgs({ options: { tracks: { type: 'string' }, library: { type: 'string' } } });
const tracks = Number(values.tracks ?? 120_000);
const library = values.library ?? libraryFolder(tracks);
const DIST = join(import.meta.dirname, '../../web/dist/assets');
const ROUNDS = 7;
/** Tracks of the demo library: when all are there, nothing is composed any more. */
const ALL = 18;
/** Seconds in which the whole list of albums goes by: as under a finger that does not rest, and faster than anybody looks. */
const SCROLLS = [60, 20];

reportMachine();
makeLibrary(tracks, library);
await playerIsBuilt();
const browser = await launchChromium('--autoplay-policy=no-user-gesture-required');
try {
  await withEngine({}, ALL, measureClicks);
  await withEngine({ music: [library] }, tracks, measurePages);
} finally {
  await browser.close();
}

async function withEngine(
  options: { music?: string[] },
  count: number,
  measure: (engine: Engine, browser: Browser) => Promise<void>,
): Promise<void> {
  const engine = await startEngine({ ...options, env: { CANTIGA_LOG_LEVEL: 'warn' } });
  try {
    await (await listen(engine)).scanned(count);
    await measure(engine, browser);
  } finally {
    await engine.stop();
  }
}

/** From a click on a track to its sound at the place where all sound of the page goes out. */
async function measureClicks(engine: Engine): Promise<void> {
  const heard: number[] = [];
  const page = await newPage();
  await signIn(page, engine);
  for (let round = 0; round < ROUNDS; round++) {
    // Loaded anew each time: nothing is buffered yet, and no decoder is ready.
    await page.goto(`${engine.url}/albums`);
    await page.locator('main[data-path="/albums"] a[href^="/albums/"]').first().click();
    await page.locator('button.track-play').first().waitFor();
    await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
    await page.evaluate(watchForSound);
    await page.locator('button.track-play').first().click();
    await page.waitForFunction(() => window.soundAfter !== undefined);
    heard.push(await page.evaluate(() => window.soundAfter!));
  }
  await page.context().close();
  report(`The demo library: a click on a track of an album, ${ROUNDS} times`, [
    against('click to sound, median', median(heard), 'ms', { atMost: 150 }),
    plain('  fastest', Math.min(...heard), 'ms'),
    plain('  slowest', Math.max(...heard), 'ms'),
  ]);
}

/** Runs in the page: takes the ms from the next click to sound. */
function watchForSound(): void {
  window.soundAfter = undefined;
  const onClick = ({ timeStamp }: Event) => {
    const look = () => {
      if (window.loudness() > 0.002) window.soundAfter = performance.now() - timeStamp;
      else setTimeout(look, 1);
    };
    look();
  };
  document.addEventListener('click', onClick, { once: true, capture: true });
}

async function measurePages(engine: Engine): Promise<void> {
  const [paints, homes]: [number[], number[]] = [[], []];
  let scripts = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const page = await newPage();
    await page.goto(engine.url);
    await page.getByLabel('User name').waitFor();
    paints.push(
      await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]!.startTime),
    );
    scripts = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter(({ name }) => name.endsWith('.js'))
        .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0),
    );
    homes.push(await signIn(page, engine));
    await page.context().close();
  }
  const whole = readdirSync(DIST)
    .filter((name) => name.endsWith('.js.br'))
    .reduce((sum, name) => sum + statSync(join(DIST, name)).size, 0);
  report(`The first page, ${ROUNDS} times with nothing cached, ${tracks} tracks known`, [
    against('first contentful paint, median', median(paints), 'ms', { atMost: 1000 }),
    against('sign-in to a home with albums, median', median(homes), 'ms', { atMost: 1000 }),
    against('JavaScript of the first page, compressed', scripts / 1000, 'KB', { atMost: 70 }),
    against('JavaScript of the whole player, compressed', whole / 1000, 'KB', { atMost: 200 }),
  ]);

  const page = await newPage();
  await signIn(page, engine);
  await page.goto(`${engine.url}/albums`);
  await page.locator('main[data-path="/albums"] img').first().waitFor();
  const session = await page.context().newCDPSession(page);
  const before = await stateOf(session);
  const figures: Figure[] = [];
  for (const [round, aim] of SCROLLS.entries()) {
    const { frames, seconds, longest } = await page.evaluate(scrollThrough, aim);
    const rate = frames / seconds;
    figures.push(
      round === 0
        ? against(`frames, all in ${aim} s`, rate, '/s', { atLeast: 50 })
        : plain(`frames, all in ${aim} s`, rate, '/s'),
      plain('  longest between two', longest, 'ms'),
    );
  }
  const after = await stateOf(session);
  figures.push(
    plain('heap before', before.heap / 2 ** 20, 'MiB'),
    plain('  after', after.heap / 2 ** 20, 'MiB'),
    plain('nodes before', before.nodes, ''),
    plain('  after', after.nodes, ''),
  );
  report(`Scrolling through ${await albumsOf(page)} albums`, figures);
  await page.context().close();
}

function albumsOf(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const answer = await fetch('/api/v1/engine');
    return ((await answer.json()) as { albums: number }).albums;
  });
}

/** Runs in the page: the list goes by at an even speed, as under a thumb on the bar. */
async function scrollThrough(seconds: number): Promise<{ frames: number; seconds: number; longest: number }> {
  const list = document.scrollingElement!;
  const height = list.scrollHeight - innerHeight;
  const begun = performance.now();
  let [frames, before, longest] = [0, begun, 0];
  for (let passed = 0; passed < seconds; frames++) {
    const now = await new Promise<number>(requestAnimationFrame);
    longest = Math.max(longest, now - before);
    before = now;
    passed = (performance.now() - begun) / 1000;
    list.scrollTop = (height * passed) / seconds;
  }
  return { frames, seconds: (performance.now() - begun) / 1000, longest };
}

async function stateOf(session: CDPSession): Promise<{ heap: number; nodes: number }> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const metricOf = (name: string) => metrics.find((metric) => metric.name === name)!.value;
  return { heap: metricOf('JSHeapUsedSize'), nodes: metricOf('Nodes') };
}

async function newPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await listenTo(page);
  return page;
}

/** @returns ms until the home shows albums */
async function signIn(page: Page, engine: Engine): Promise<number> {
  if (page.url() === 'about:blank') await page.goto(engine.url);
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(engine.adminPassword);
  const begun = performance.now();
  await page.keyboard.press('Enter');
  await page.locator('main[data-path="/"] a[href^="/albums/"]').first().waitFor();
  return performance.now() - begun;
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]!;
}
