import type { MusicFolder } from '../store/folders.ts';
import { startThread } from '../thread.ts';
import type { FolderListener } from './listener.ts';
import { isIn, WHOLE_FOLDER } from './scopes.ts';
import { SpareThread } from './spare-thread.ts';
import type { Links } from './walk.ts';
import { Walker } from './walker.ts';
import type { LookData, WalkTask } from './walker-protocol.ts';

export interface WalksOptions {
  folders: readonly MusicFolder[];
  /** See thread.ts. */
  codeCache: string;
  listener: FolderListener | undefined;
}

type Task = Omit<WalkTask, 'links'>;

/** See {@link LookData}. */
type Manner = Pick<LookData, 'full' | 'unsettled' | 'digests'>;

/** Of a walk that is not a scan. */
const LISTING: Manner = { full: false, unsettled: 0, digests: false };

/** Starts walks, remembers which links they have followed, and tells of the folders that they come through. */
export class Walks {
  readonly #options: WalksOptions;
  readonly #threads: SpareThread;
  /** By number of the music folder. */
  readonly #links = new Map<number, Links>();

  constructor(options: WalksOptions) {
    this.#options = options;
    const code = new URL('./walker-thread.ts', import.meta.url);
    this.#threads = new SpareThread(() => startThread(code, options.codeCache));
  }

  /** @param seen called with the number of files seen so far */
  start(tasks: readonly Task[], manner: Manner, seen: (seen: number) => void): Walker {
    const { folders, listener } = this.#options;
    const roots = folders.filter(({ configured }) => configured).map(({ path }) => path);
    const scopes = new Map(tasks.map((task) => [task.id, task.scopes]));
    const walk = listener?.walk();
    const data = {
      tasks: tasks.map((task) => ({ ...task, links: this.#linksOf(task.id) })),
      roots,
      ...manner,
    };
    return new Walker(data, this.#threads, {
      seen,
      folders: (folder, dirs) => walk?.saw(folder, dirs),
      walked: (folder, links) => {
        const walked = scopes.get(folder)!;
        const kept = [...this.#linksOf(folder)].filter(([dir]) => !isIn(walked, dir));
        this.#links.set(folder, new Map([...kept, ...links]));
        walk?.walked(folder, walked);
      },
      absent: (folder) => walk?.absent(folder),
    });
  }

  /** Walks through all music folders only to tell the listener of the folders in them, unless it knows them. */
  async list(signal: AbortSignal): Promise<void> {
    const { folders, listener } = this.#options;
    if (listener === undefined || listener.complete) return;
    const tasks = folders
      .filter(({ configured }) => configured)
      .map(({ id, path }) => ({ id, root: path, scopes: [WHOLE_FOLDER], knowsFiles: false }));
    const walker = this.start(tasks, LISTING, () => {});
    const stop = () => void walker.close();
    signal.addEventListener('abort', stop);
    try {
      await walker.walked();
    } finally {
      signal.removeEventListener('abort', stop);
      await walker.close();
    }
  }

  async close(): Promise<void> {
    await this.#threads.close();
  }

  #linksOf(folder: number): Links {
    return this.#links.get(folder) ?? new Map();
  }
}
