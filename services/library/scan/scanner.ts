import { isError } from '../../../errors.ts';
import type { Database } from '../../../mixins/store/types.ts';
import type { ScanStatus } from '../../actions.ts';
import type { FileRecord, ScanDoc } from '../store/collections.ts';
import type { Feed } from '../store/feed.ts';
import type { MusicFolder } from '../store/folders.ts';
import type { FolderListener } from './listener.ts';
import { type Progress, type ScanCounts, showProgress } from './progress.ts';
import { whyUnavailable } from './roots.ts';
import { runScan, type ScanRequest } from './run.ts';
import { type Scope, withoutOverlap } from './scopes.ts';
import { SettledFolders } from './settled-folders.ts';
import { Walks } from './walks.ts';

export interface ScannerOptions {
  db: Database;
  feed: Feed;
  folders: readonly MusicFolder[];
  threads: number;
  /** See thread.ts. */
  codeCache: string;
  log: { info(line: string): void; warn(line: string): void; error(line: string): void };
  /** Whether there is a person at a terminal. */
  terminal: boolean;
  committed: (pos: number) => void;
  /** Told of all folders that there are. */
  listener: FolderListener | undefined;
}

/** ms until parts in which something is being written are looked at again. */
const AGAIN = 2000;
/** ms until a scan that a store has ended is tried again. */
const RETRY = 15_000;

/** Runs one scan at a time, keeps what was asked for meanwhile, and remembers how the last one ended. */
export class Scanner {
  readonly #options: ScannerOptions;
  readonly #walks: Walks;
  readonly #settled: SettledFolders | undefined;
  #last: Omit<ScanDoc, '_id' | 'rev'>;
  #tracks: number;
  #problems: number;
  #unavailable: number[] = [];
  #complete = false;
  #running: Promise<void> | null = null;
  #abort = new AbortController();
  readonly #listing = new AbortController();
  /** What the running scan looks at. */
  #request: ScanRequest | null = null;
  /** A scan of all folders to be run when a partial one is over. */
  #wanted: ScanRequest | null = null;
  #closing = false;
  /** Parts to look at when the running scan is over. */
  #parts = new Map<number, Scope[]>();
  #again: NodeJS.Timeout | undefined;
  /** Set while a scan waits for space on the disk, or for its store. */
  #retry: NodeJS.Timeout | undefined;

  private constructor(options: ScannerOptions, last: ScanDoc | null, tracks: number, problems: number) {
    this.#options = options;
    this.#walks = new Walks(options);
    this.#settled = process.env.NOSETTLED
      ? undefined
      : options.db.exclusive
        ? new SettledFolders()
        : undefined;
    this.#last = last ?? { state: 'idle', full: false, seen: 0, read: 0, toRead: 0 };
    this.#tracks = tracks;
    this.#problems = problems;
  }

  static async open(options: ScannerOptions): Promise<Scanner> {
    const { db } = options;
    const last = await db.collection<ScanDoc>('state').get('scan');
    return new Scanner(options, last, await countTracks(db), await db.collection('problems').count('all'));
  }

  get status(): ScanStatus {
    const { state, seen, read, toRead, startedAt, finishedAt } = this.#last;
    const scanning = this.#running !== null;
    return {
      scanning,
      state: scanning ? 'running' : state === 'running' ? 'interrupted' : state,
      tracks: this.#tracks,
      seen,
      read,
      toRead,
      problems: this.#problems,
      ...(startedAt === undefined ? {} : { startedAt }),
      ...(finishedAt === undefined || scanning ? {} : { finishedAt }),
      unavailable: [...this.#unavailable],
    };
  }

  /** Whether all that is in the music folders is in the feed: all of them were there at the last scan since the start. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Music folders that were not there at the last look. */
  get unavailable(): readonly number[] {
    return this.#unavailable;
  }

  /** What is done at every start: an interrupted scan goes on; a cancelled one does not. */
  resume(): void {
    if (this.#last.state === 'cancelled') void this.#list();
    else this.scan(this.#last.state === 'running' && this.#last.full);
  }

  /** Looks at all music folders. Does nothing more while a scan of them is running that reads as much. */
  scan(full: boolean): ScanStatus {
    const running = this.#request !== null && this.#request.parts === undefined ? this.#request : null;
    if (running === null || (full && !running.full))
      this.#wanted = { full: full || (this.#wanted?.full ?? false) };
    this.#next();
    return this.status;
  }

  /** Looks at all music folders, and if a scan of them is running, once more: it may have missed what is there now. */
  scanAgain(): void {
    this.#wanted ??= { full: false };
    this.#next();
  }

  /** Looks at parts of the music folders, now or when the running scan is over. */
  scanParts(folder: number, scopes: readonly Scope[]): void {
    if (this.#closing) return;
    this.#parts.set(folder, withoutOverlap([...(this.#parts.get(folder) ?? []), ...scopes]));
    this.#next();
  }

  /** Ends the running scan; what was read is kept. It is not taken up again before somebody asks for it. */
  async cancel(): Promise<ScanStatus> {
    this.#wanted = null;
    this.#stopTrying();
    this.#abort.abort(new ScanCancelled());
    await this.#running;
    return this.status;
  }

  /** Resolves when nothing is being scanned. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#again);
    this.#stopTrying();
    this.#wanted = null;
    this.#parts.clear();
    this.#abort.abort(new ScanCancelled());
    this.#listing.abort();
    await this.idle();
    await this.#walks.close();
  }

  #next(): void {
    if (this.#running !== null || this.#closing) return;
    let request = this.#wanted;
    this.#wanted = null;
    if (request === null && this.#parts.size > 0) {
      request = { full: false, parts: this.#parts };
      this.#parts = new Map();
    }
    if (request === null) return;
    this.#abort = new AbortController();
    this.#request = request;
    this.#running = this.#run(request, this.#abort.signal)
      .catch((error: unknown) => {
        if (isError(error, 'DISK_FULL') || isError(error, 'UNAVAILABLE'))
          return this.#tryLater(request.full, error);
        this.#options.log.error(
          `The scan ended with an error and goes on at the next start: ${messageOf(error)}`,
        );
      })
      .finally(() => {
        this.#running = null;
        this.#request = null;
        this.#next();
        if (this.#running === null) void this.#list();
      });
  }

  /** For the listener, when no scan was to be run or it has ended before its walk. */
  async #list(): Promise<void> {
    if (this.#closing) return;
    try {
      await this.#walks.list(this.#listing.signal);
    } catch (error) {
      if (this.#closing) return;
      this.#options.log.error(`The music folders could not be listed: ${messageOf(error)}`);
    }
  }

  /** A look at everything includes the parts that somebody wanted to be looked at. */
  #tryLater(full: boolean, error: unknown): void {
    if (this.#closing) return;
    if (this.#retry === undefined) {
      this.#options.log.warn(
        isError(error, 'DISK_FULL')
          ? 'The disk is full: nothing can be stored. The scan goes on when there is space.'
          : `Nothing can be stored: ${messageOf(error)} The scan goes on when that is over.`,
      );
    }
    this.#stopTrying();
    this.#retry = setTimeout(() => this.scan(full), RETRY);
  }

  #stopTrying(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
  }

  async #run(request: ScanRequest, signal: AbortSignal): Promise<void> {
    const { db, feed, folders, threads, codeCache, committed, log, terminal } = this.#options;
    const counts: ScanCounts = { seen: 0, read: 0, toRead: 0, problems: 0 };
    const started = performance.now();
    const whole = request.parts === undefined;
    const before = this.#last;
    const progress = whole ? showProgress((line) => log.info(line), terminal) : SILENT;
    const running = { ...counts, state: 'running' as const, full: request.full, startedAt: now() };
    this.#last = running;
    if (whole) await this.#store();
    try {
      const outcome = await runScan(request, {
        db,
        feed,
        folders,
        walks: this.#walks,
        settled: this.#settled,
        threads,
        codeCache,
        counts,
        committed,
        tracks: (delta) => {
          this.#tracks += delta;
        },
        signal,
        changed: () => {
          const { seen, read, toRead } = counts;
          this.#last = { ...running, seen, read, toRead };
          progress.update(counts);
        },
      });
      if (whole) this.#stopTrying();
      this.#end(before, whole, counts, 'idle');
      if (whole) await this.#setUnavailable(outcome.unavailable);
      this.#lookAgain(outcome.unfinished);
    } catch (error) {
      // Some of what was counted may not have been stored.
      this.#tracks = await countTracks(db);
      if (!(signal.reason instanceof ScanCancelled)) throw error;
      this.#end(before, whole, counts, 'cancelled');
    } finally {
      progress.end();
      this.#problems = await db.collection('problems').count('all');
      if (whole) this.#summarise(counts, (performance.now() - started) / 1000);
    }
    // A scan that the end of the engine cuts short is stored as running, so that it goes on at the next start.
    if (whole && !this.#closing) await this.#store();
  }

  /** A partial scan says nothing of how the last whole one ended. */
  #end(
    before: Omit<ScanDoc, '_id' | 'rev'>,
    whole: boolean,
    counts: ScanCounts,
    state: 'idle' | 'cancelled',
  ): void {
    const { seen, read, toRead } = counts;
    this.#last = whole ? { ...this.#last, seen, read, toRead, state, finishedAt: now() } : before;
  }

  async #store(): Promise<void> {
    await this.#options.db.commit([
      { collection: 'state', put: { _id: 'scan', ...this.#last } as { _id: string } },
    ]);
  }

  async #setUnavailable(ids: number[]): Promise<void> {
    const { folders, log } = this.#options;
    const before = this.#unavailable;
    this.#unavailable = ids;
    this.#complete = ids.length === 0;
    for (const { id, path } of folders) {
      if (!ids.includes(id) || before.includes(id)) continue;
      const why = await whyUnavailable(path);
      log.warn(`The music folder ${path} ${why} Tracks that are known in it are kept until it is back.`);
    }
  }

  #lookAgain(unfinished: readonly { folder: number; dir: string }[]): void {
    if (unfinished.length === 0 || this.#closing) return;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      for (const { folder, dir } of unfinished) this.scanParts(folder, [{ dir, deep: false }]);
    }, AGAIN);
  }

  #summarise({ seen, read, problems }: ScanCounts, seconds: number): void {
    const rate = read > 0 ? `, ${Math.round(read / seconds)} tracks/s` : '';
    const bad = problems > 0 ? `; ${problems} files could not be read (see library.problems)` : '';
    const verb = this.#last.state === 'cancelled' ? 'Scan ended early' : 'Scan finished';
    this.#options.log.info(
      `${verb}: ${seen} files seen, ${read} read in ${seconds.toFixed(1)} s${rate}${bad}`,
    );
  }
}

function countTracks(db: Database): Promise<number> {
  return db.collection<FileRecord>('files').count('byMissing', { missing: false });
}

class ScanCancelled extends Error {}

const SILENT: Progress = { update() {}, end() {} };

function now(): string {
  return new Date().toISOString();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
