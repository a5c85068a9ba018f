import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stdout } from 'node:process';
import type { Config } from '../../config.ts';
import type { Database } from '../../mixins/store/types.ts';
import type { Problem } from '../actions.ts';
import { Scanner, type ScannerOptions } from './scan/scanner.ts';
import { TrackFiles } from './serve/files.ts';
import { Pictures } from './serve/pictures.ts';
import { type ProblemDoc, pathOf } from './store/collections.ts';
import { Feed } from './store/feed.ts';
import { type MusicFolder, numberFolders } from './store/folders.ts';
import { Watcher } from './watch/watcher.ts';

type LibraryConfig = Pick<Config, 'music' | 'data' | 'tagWorkers' | 'watch' | 'scanInterval'>;

/** Everything that the library service has while it runs. */
export class Library {
  readonly feed: Feed;
  readonly folders: readonly MusicFolder[];
  readonly scanner: Scanner;
  readonly files: TrackFiles;
  readonly pictures: Pictures;
  /** Resolves when changes in the folders are noticed from now on, or will not be. */
  watching: Promise<void> = Promise.resolve();
  readonly #db: Database;
  readonly #config: LibraryConfig;
  /** Folder of the demo library; null when there is other music. */
  readonly #demo: string | null;
  readonly #log: ScannerOptions['log'];
  readonly #watcher: Watcher | undefined;
  #interval: NodeJS.Timeout | undefined;
  readonly #closing = new AbortController();

  private constructor(
    opened: {
      db: Database;
      feed: Feed;
      folders: readonly MusicFolder[];
      scanner: Scanner;
      watcher: Watcher | undefined;
    },
    settings: { config: LibraryConfig; demo: string | null; log: ScannerOptions['log']; codeCache: string },
  ) {
    this.#db = opened.db;
    this.feed = opened.feed;
    this.folders = opened.folders;
    this.scanner = opened.scanner;
    this.#watcher = opened.watcher;
    this.files = new TrackFiles(opened.db, opened.folders);
    this.pictures = new Pictures(this.files, settings.codeCache);
    this.#config = settings.config;
    this.#demo = settings.demo;
    this.#log = settings.log;
  }

  /** Opens the library as it was left. What has changed in the folders since is found after {@link begin}. */
  static async open(
    db: Database,
    config: LibraryConfig,
    { log, committed }: Pick<ScannerOptions, 'log' | 'committed'>,
  ): Promise<Library> {
    const feed = await Feed.open(db);
    const demo = config.music.length === 0 ? join(config.data, 'demo') : null;
    // Also starts libuv's threads here: started by a scan's thread, they would inherit its low priority.
    await mkdir(demo ?? config.data, { recursive: true });
    const folders = await numberFolders(db, demo === null ? config.music : [demo]);
    const terminal = stdout.isTTY === true;
    const codeCache = join(config.data, 'cache', 'code');
    const watcher = config.watch
      ? new Watcher({
          folders,
          changed: (folder, scopes) => scanner.scanParts(folder, scopes),
          returned: () => scanner.scanAgain(),
          warn: (line) => log.warn(line),
        })
      : undefined;
    const scanner: Scanner = await Scanner.open({
      db,
      feed,
      folders,
      threads: config.tagWorkers,
      codeCache,
      log,
      terminal,
      committed,
      listener: watcher,
    });
    return new Library({ db, feed, folders, scanner, watcher }, { config, demo, log, codeCache });
  }

  /** Begins to look at the music folders, in the background. */
  begin(): void {
    if (this.#closing.signal.aborted) return;
    if (this.#demo !== null) void this.#compose(this.#demo);
    if (this.#watcher !== undefined) this.watching = this.#watcher.start();
    this.scanner.resume();
    const { scanInterval } = this.#config;
    if (scanInterval > 0) {
      this.#interval = setInterval(() => this.scanner.scan(false), scanInterval * 60_000);
      this.#interval.unref();
    }
  }

  /** Files that could not be read, by folder and path. */
  async problems(limit: number, after?: string): Promise<Problem[]> {
    const last = after === undefined ? {} : { after: { _id: after } as ProblemDoc };
    const docs = await this.#db.collection<ProblemDoc>('problems').query('all', {}, { limit, ...last });
    return docs.map(({ _id, folder, reason, since, ...place }) => ({
      id: _id,
      folder,
      path: pathOf(place),
      reason,
      since,
    }));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearInterval(this.#interval);
    await this.#watcher?.close();
    await this.scanner.close();
    this.files.close();
    await this.pictures.close();
  }

  /** Albums are scanned as they appear, where they are watched, and all of them in the end. */
  async #compose(folder: string): Promise<void> {
    this.#log.info('CANTIGA_MUSIC is not set: this is the demo library. It is composed at the first start.');
    try {
      const { composeDemo } = await import('./demo/compose.ts');
      await composeDemo(folder, this.#closing.signal);
      await this.scanner.idle();
      this.scanner.resume();
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      this.#log.error(
        `The demo library could not be composed: ${error instanceof Error ? error.message : error}`,
      );
    }
  }
}
