import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../mixins/store/store.ts';
import type { Database } from '../../mixins/store/types.ts';
import type { Problem, ScanStatus } from '../../services/actions.ts';
import type { LibraryChange } from '../../services/library/facts.ts';
import { Library } from '../../services/library/library.ts';
import { COLLECTIONS } from '../../services/library/store/collections.ts';
import type { StoreUnderTest } from './stores.ts';

interface Settings {
  music?: string[];
  watch?: boolean;
  /** Stands between the library and its store. */
  through?: (db: Database) => Database;
}

/** A library over real folders and a real store, without a broker. */
export interface TestLibrary {
  /** A music folder, made and empty. */
  music: string;
  /** A second one, not configured unless a test says so. */
  other: string;
  library: Library;
  db: Database;
  log: string[];
  /** Positions that were announced. */
  announced: number[];
  /** Looks at the folders and waits for the end of it. */
  scan(full?: boolean): Promise<ScanStatus>;
  /** What follows from the change feed: the newest state of every track, by path. Missing ones are left out. */
  tracks(): Promise<Map<string, LibraryChange>>;
  /** As {@link tracks}, every track by id, missing ones too. */
  all(): Promise<Map<string, LibraryChange>>;
  problems(): Promise<Problem[]>;
  /** Ends the library and opens it anew on the same store; the scan that this starts is over when it resolves. */
  restart(settings?: Settings): Promise<void>;
  stop(): Promise<void>;
}

export async function startLibrary(store: StoreUnderTest, settings: Settings = {}): Promise<TestLibrary> {
  const place = await store.open();
  const folder = mkdtempSync(join(tmpdir(), 'cantiga-music-'));
  // Also for a scan that a test runs with the rights of somebody else.
  chmodSync(folder, 0o755);
  const music = join(folder, 'music');
  const other = join(folder, 'other');
  for (const path of [music, other]) mkdirSync(path);
  const log: string[] = [];
  const announced: number[] = [];
  const line = (text: string) => void log.push(text);

  const open = async ({ music: folders = [music], watch = false, through = (db) => db }: Settings) => {
    const db = through(await openDatabase(place.config, 'library', { collections: COLLECTIONS }));
    const config = { music: folders, data: place.config.data, tagWorkers: 2, watch, scanInterval: 0 };
    const library = await Library.open(db, config, {
      log: { info: line, warn: line, error: line },
      committed: (pos) => void announced.push(pos),
    });
    library.begin();
    await library.scanner.idle();
    return { db, library };
  };
  const close = async (under: { db: Database; library: Library }) => {
    await under.library.close();
    await under.db.close();
  };

  const under: TestLibrary = {
    music,
    other,
    ...(await open(settings)),
    log,
    announced,
    async scan(full = false) {
      under.library.scanner.scan(full);
      await under.library.scanner.idle();
      return under.library.scanner.status;
    },
    async all() {
      const tracks = new Map<string, LibraryChange>();
      let pos = 0;
      for (
        let commits = await under.library.feed.after(0);
        commits.length > 0;
        commits = await under.library.feed.after(pos)
      ) {
        for (const commit of commits) {
          if (commit.pos !== pos + 1) throw new Error(`Commit ${commit.pos} follows ${pos}.`);
          pos = commit.pos;
          for (const change of commit.changes) tracks.set(change.track, change);
        }
      }
      return tracks;
    },
    async tracks() {
      const here = [...(await under.all()).values()].filter((change) => !change.missing);
      return new Map(here.map((change) => [change.path, change]));
    },
    problems: () => under.library.problems(1000),
    async restart(again = settings) {
      await close(under);
      Object.assign(under, await open(again));
    },
    async stop() {
      await close(under);
      await place.cleanup();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return under;
}
