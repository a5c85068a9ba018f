import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { PlayerTrack } from '../../../web/src/audio/player.ts';
import { type Engine, startEngine } from '../engine.ts';
import { launchChromium } from './browser.ts';
import { type Front, startFront } from './front.ts';
import { musicFolder } from './music.ts';
import { addPlayerPage, openPlayer, tracksOf } from './page.ts';

/** Milliseconds that a condition may take to come true on a busy machine. */
const LONGEST_WAIT = 40_000;

/** An engine with music, a proxy before it, and for each test a page that has nothing but a player. */
export interface Stage {
  engine: Engine;
  readonly front: Front;
  readonly page: Page;
  /** By title. */
  readonly tracks: ReadonlyMap<string, PlayerTrack>;
  /** Opens the page with the player, in which the button "load" plays tracks of these titles. */
  open(titles: readonly string[], page?: Page): Promise<void>;
  /** Opens it and clicks on "load", and waits until music is heard. */
  listen(...titles: string[]): Promise<void>;
  newPage(): Promise<Page>;
  /** Waits until a condition on the page is true. */
  until(condition: () => unknown, page?: Page): Promise<void>;
}

/**
 * Sets a stage up for the tests of a `describe`.
 * @param makeMusic fills a folder
 * @param count of its tracks
 */
export function stageWith(makeMusic: (folder: string) => void, count: number): Stage {
  const music = musicFolder();
  let browser: Browser;
  let complaints: string[] = [];

  const open = (titles: readonly string[], page = stage.page) =>
    openPlayer(
      page,
      stage.front,
      stage.engine.adminPassword,
      titles.map((title) => {
        const track = stage.tracks.get(title);
        if (track === undefined) throw new Error(`There is no track "${title}".`);
        return track;
      }),
    );
  const until = async (condition: () => unknown, page = stage.page) => {
    await page.waitForFunction(condition, null, { polling: 20 });
  };
  const stage = {
    open,
    until,
    async listen(...titles: string[]) {
      await open(titles);
      await stage.page.click('#load');
      await until(() => window.player.state.value === 'playing');
    },
    async newPage() {
      const page = await stage.page.context().newPage();
      page.setDefaultTimeout(LONGEST_WAIT);
      return page;
    },
  } as { -readonly [Key in keyof Stage]: Stage[Key] };

  beforeAll(async () => {
    makeMusic(music.folder);
    stage.engine = await startEngine({ music: [music.folder] });
    stage.front = await startFront(() => stage.engine.url);
    await addPlayerPage(stage.front);
    stage.tracks = await tracksOf(stage.engine, count);
    browser = await launchChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await stage.front?.stop();
    await stage.engine?.stop();
    music.remove();
  }, 60_000);
  beforeEach(async () => {
    const context = await browser.newContext();
    complaints = [];
    // A strict Content-Security-Policy speaks up in the console.
    context.on('weberror', (error) => complaints.push(error.error().message));
    context.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
    });
    stage.page = await context.newPage();
    stage.page.setDefaultTimeout(LONGEST_WAIT);
  });
  afterEach(async () => {
    stage.front.intercept = undefined;
    await stage.page.context().close();
    expect(complaints).toEqual([]);
  });
  return stage;
}
