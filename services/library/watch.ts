import { stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { type AsyncSubscription, type Event, subscribe } from '@parcel/watcher';
import { rootState } from './scan/roots.ts';
import type { Scope } from './scan/walk.ts';
import type { MusicFolder } from './store/folders.ts';

export interface WatcherOptions {
  folders: readonly MusicFolder[];
  /** Parts of a folder in which something changed. */
  changed: (folder: number, scopes: Scope[]) => void;
  /** A folder that was not there is back. */
  returned: () => void;
  warn: (line: string) => void;
}

/** ms without a change before the changes are looked at, and ms after which they are even if there are more. */
const QUIET = 1000;
const PATIENCE = 5000;
/** ms between two looks for folders that are not there. */
const ABSENT = 15_000;

/** Tells which parts of the music folders change, as they do. */
export class Watcher {
  readonly #options: WatcherOptions;
  readonly #subscriptions = new Map<number, AsyncSubscription>();
  readonly #events = new Map<number, Map<string, Event['type']>>();
  #timer: NodeJS.Timeout | undefined;
  #since = 0;
  #absent: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: WatcherOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    await this.#subscribeAll();
    this.#absent = setInterval(() => void this.#lookForAbsent(), ABSENT);
    this.#absent.unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#absent);
    await Promise.allSettled(
      [...this.#subscriptions.values()].map((subscription) => subscription.unsubscribe()),
    );
  }

  /** Whether any folder was subscribed to that was not before. */
  async #subscribeAll(): Promise<boolean> {
    let more = false;
    for (const { id, path, configured } of this.#options.folders) {
      if (!configured || this.#subscriptions.has(id) || this.#closed || (await rootState(path)) === null)
        continue;
      try {
        // Hidden files are left out in `#hear`: a pattern to ignore would be matched against every file of the tree,
        // 6 s of CPU for 100,000.
        const subscription = await subscribe(path, (error, events) => this.#hear(id, path, error, events));
        this.#subscriptions.set(id, subscription);
        more = true;
      } catch (error) {
        this.#options.warn(adviceOf(path, error));
      }
    }
    return more;
  }

  async #lookForAbsent(): Promise<void> {
    for (const { id, path } of this.#options.folders) {
      if (!this.#subscriptions.has(id) || (await rootState(path)) !== null) continue;
      await this.#subscriptions
        .get(id)
        ?.unsubscribe()
        .catch(() => {});
      this.#subscriptions.delete(id);
    }
    if (await this.#subscribeAll()) this.#options.returned();
  }

  #hear(id: number, root: string, error: Error | null, events: Event[]): void {
    if (error !== null) {
      // Events were lost (the queue of the system overflowed): look at everything.
      this.#options.warn(adviceOf(root, error));
      this.#note(id, '', 'update');
      return;
    }
    for (const { path, type } of events) {
      const parts = relative(root, path).split(sep);
      if (!parts.some((part) => part.startsWith('.'))) this.#note(id, parts.join('/'), type);
    }
  }

  #note(id: number, path: string, type: Event['type']): void {
    if (this.#closed) return;
    const events = this.#events.get(id) ?? new Map<string, Event['type']>();
    this.#events.set(id, events.set(path, type));
    const now = performance.now();
    if (this.#timer === undefined) this.#since = now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => void this.#report(),
      Math.max(0, Math.min(QUIET, this.#since + PATIENCE - now)),
    );
  }

  async #report(): Promise<void> {
    this.#timer = undefined;
    const all = [...this.#events];
    this.#events.clear();
    for (const [id, events] of all) {
      const folder = this.#options.folders.find((one) => one.id === id)!;
      const scopes = await scopesOf(folder.path, events.keys());
      if (!this.#closed && scopes.length > 0) this.#options.changed(id, scopes);
    }
  }
}

/**
 * The folders to look at for these changed paths: the one that a path is in, and what is below it when the path is a
 * folder or was one.
 * @param paths inside the music folder, with `/`; empty for the folder itself
 */
export async function scopesOf(root: string, paths: Iterable<string>): Promise<Scope[]> {
  const flat = new Set<string>();
  const deep = new Set<string>();
  for (const path of paths) {
    if (path === '') return [{ dir: '', deep: true }];
    const kind = await stat(`${root}/${path}`).then(
      (found) => (found.isDirectory() ? 'folder' : 'file'),
      () => 'gone',
    );
    if (kind !== 'folder') flat.add(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    if (kind !== 'file') deep.add(path);
  }
  const covered = (dir: string) => {
    for (let at = dir; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
      if (at !== dir && deep.has(at)) return true;
    }
    return false;
  };
  return [
    ...[...deep].filter((dir) => !covered(dir)).map((dir) => ({ dir, deep: true })),
    ...[...flat].filter((dir) => !deep.has(dir) && !covered(dir)).map((dir) => ({ dir, deep: false })),
  ];
}

function adviceOf(path: string, error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  const limit = code === 'ENOSPC' || /ENOSPC|no space left|inotify/i.test(message);
  const advice = limit
    ? 'The system allows too few watches: raise them with `sysctl fs.inotify.max_user_watches=1048576`, or set CANTIGA_SCAN_INTERVAL.'
    : 'Changes in it are seen at the next scan; CANTIGA_SCAN_INTERVAL makes it look regularly.';
  return `The music folder ${path} cannot be watched (${message}). ${advice}`;
}
