import { readFileSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import type { FolderListener, FolderWalk } from '../scan/listener.ts';
import { type RootState, rootState } from '../scan/roots.ts';
import { isWhole, type Scope } from '../scan/scopes.ts';
import type { MusicFolder } from '../store/folders.ts';
import { Changes } from './changes.ts';
import { FolderWatches } from './folder-watches.ts';

export interface WatcherOptions {
  folders: readonly MusicFolder[];
  /** Parts of a folder in which something changed. */
  changed: (folder: number, scopes: Scope[]) => void;
  /** A folder that was not there is back. */
  returned: () => void;
  warn: (line: string) => void;
}

interface Root {
  path: string;
  watches: FolderWatches;
  changes: Changes;
  /** Whether a walk has come through all of it. */
  walked: boolean;
  /** At the last look. */
  state: RootState | null;
}

/** ms without a change before the changes are looked at, and ms after which they are even if there are more. */
const QUIET = 1000;
const PATIENCE = 5000;
/** ms between two looks for folders that are not there. */
const ABSENT = 15_000;
/** ms of setting watches before others get their turn. */
const SLICE = 2;

/**
 * Tells which parts of the music folders change, as they do. It does not look for folders itself: the walks of the scans
 * tell which there are.
 */
export class Watcher implements FolderListener {
  readonly #options: WatcherOptions;
  readonly #roots = new Map<number, Root>();
  readonly #queueLimit = queueLimit();
  readonly #ready = Promise.withResolvers<void>();
  #rounds = 0;
  /** The setting of watches, in the order in which walks told of folders. */
  #work = Promise.resolve();
  /** Events since the event loop last came round. */
  #burst = 0;
  #timer: NodeJS.Timeout | undefined;
  /** When the first and the last change were heard of that wait to be looked at. */
  #first = 0;
  #last = 0;
  #absent: NodeJS.Timeout | undefined;
  #looking = false;
  #closed = false;

  constructor(options: WatcherOptions) {
    this.#options = options;
    for (const { id, path, configured } of options.folders) {
      if (configured) this.#roots.set(id, this.#rootOf(path));
    }
  }

  /** Whether walks have told of all folders. */
  get complete(): boolean {
    return [...this.#roots.values()].every((root) => root.walked);
  }

  /** Resolves when every folder is watched that a first walk through all music folders has found. */
  async start(): Promise<void> {
    for (const root of this.#roots.values()) root.state = await rootState(root.path);
    if (this.#closed) return;
    this.#absent = setInterval(() => void this.#lookForAbsent(), ABSENT);
    this.#absent.unref();
    if (this.complete) this.#ready.resolve();
    await this.#ready.promise;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#absent);
    this.#ready.resolve();
    await this.#work;
    for (const { watches } of this.#roots.values()) watches.clear();
  }

  walk(): FolderWalk {
    const round = { number: ++this.#rounds, since: Date.now() };
    return {
      saw: (folder, dirs) => {
        const root = this.#roots.get(folder);
        if (root !== undefined) this.#inSlices(root.watches.see(dirs, round));
      },
      walked: (folder, scopes) => {
        const root = this.#roots.get(folder);
        if (root === undefined) return;
        this.#inSlices(root.watches.walked(scopes, round));
        if (isWhole(scopes)) this.#walked(root);
      },
      absent: (folder) => {
        const root = this.#roots.get(folder);
        if (root !== undefined) this.#walked(root);
      },
    };
  }

  #walked(root: Root): void {
    root.walked = true;
    if (this.complete) void this.#work.then(() => this.#ready.resolve());
  }

  #rootOf(path: string): Root {
    const root: Root = {
      path,
      changes: new Changes(),
      walked: false,
      state: null,
      watches: new FolderWatches({
        root: path,
        heard: {
          event: () => this.#count(),
          name: (name) => this.#note(() => root.changes.name(name)),
          folder: (dir) => {
            // It may be another one by now, or the same one again.
            if (dir === '') root.state = null;
            this.#note(() => root.changes.folder(dir));
          },
          content: (dir) => this.#note(() => root.changes.content(dir)),
        },
        cannot: (error) => this.#options.warn(adviceOf(path, error)),
      }),
    };
    return root;
  }

  /** Setting a watch takes about 30 µs: too long for all of a large library at once. */
  #inSlices(steps: Iterable<unknown>): void {
    this.#work = this.#work.then(async () => {
      if (this.#closed) return;
      let slice = performance.now();
      for (const _ of steps) {
        if (performance.now() - slice < SLICE) continue;
        await breathe();
        if (this.#closed) return;
        slice = performance.now();
      }
    });
  }

  async #lookForAbsent(): Promise<void> {
    // A look at a disk that does not answer may take longer than it is until the next.
    if (this.#looking) return;
    this.#looking = true;
    let returned = false;
    for (const root of this.#roots.values()) {
      const before = root.state;
      root.state = await rootState(root.path);
      if (this.#closed) return;
      if (root.state === null) root.watches.clear();
      else if (!root.watches.knows(root.state) && !isSame(root.state, before)) returned = true;
    }
    this.#looking = false;
    if (returned) this.#options.returned();
  }

  /**
   * Linux keeps a bounded number of events and drops those above it, of which Node says nothing. But when it does,
   * that many come at once.
   */
  #count(): void {
    if (this.#burst++ > 0) return;
    setImmediate(() => {
      const lost = this.#burst >= this.#queueLimit;
      this.#burst = 0;
      if (lost) for (const { changes } of this.#roots.values()) this.#note(() => changes.folder(''));
    });
  }

  #note(note: () => void): void {
    if (this.#closed) return;
    note();
    this.#last = performance.now();
    if (this.#timer !== undefined) return;
    this.#first = this.#last;
    this.#timer = setTimeout(() => this.#settle(), QUIET);
  }

  #settle(): void {
    const now = performance.now();
    const left = Math.min(this.#last + QUIET, this.#first + PATIENCE) - now;
    if (left > 0) this.#timer = setTimeout(() => this.#settle(), left);
    else void this.#report();
  }

  async #report(): Promise<void> {
    this.#timer = undefined;
    for (const [id, root] of this.#roots) {
      const { changes } = root;
      if (changes.none) continue;
      root.changes = new Changes();
      const scopes = await changes.scopes(root.path);
      if (!this.#closed) this.#options.changed(id, scopes);
    }
  }
}

/** Half the events that Linux keeps: some of those kept may be of folders that are no longer watched. */
function queueLimit(): number {
  try {
    return Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'latin1')) / 2;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function isSame(a: RootState, b: RootState | null): boolean {
  return b !== null && a.dev === b.dev && a.ino === b.ino && a.empty === b.empty;
}

function adviceOf(path: string, error: NodeJS.ErrnoException): string {
  const advice =
    error.code === 'ENOSPC'
      ? 'The system allows too few watches: raise them with `sysctl fs.inotify.max_user_watches=1048576`, or set CANTIGA_SCAN_INTERVAL.'
      : 'Changes are seen at the next scan; CANTIGA_SCAN_INTERVAL makes it look regularly.';
  return `Not all of the music folder ${path} can be watched (${error.message}). ${advice}`;
}
