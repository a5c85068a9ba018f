import { join } from 'node:path';
import type { ServiceSchema } from 'moleculer';
import { StartupError } from '../../errors.ts';
import { callAsService } from '../../mixins/caller.ts';
import { unusable } from '../../mixins/store/sqlite/damage.ts';
import { lockDatabase } from '../../mixins/store/sqlite/lock.ts';
import { store } from '../../mixins/store/store.ts';
import { actions } from './actions.ts';
import { COLLECTIONS } from './collections.ts';
import { Follower } from './follower.ts';
import { ReadIndex } from './index/read-index.ts';
import { Ingest } from './ingest.ts';
import type { Catalog, CatalogSchema, OpenIndex } from './service.ts';

const INDEX = 'catalog-index';

/** Artists, albums, tracks and genres: follows the library, and answers from an index of its own on every node. */
const catalog: CatalogSchema = {
  name: 'catalog',
  mixins: [store({ collections: COLLECTIONS }) as Partial<ServiceSchema>],
  actions,
  events: {
    /** Not before: what is followed is there then. */
    '$broker.started'(this: Catalog) {
      this.follower.start();
      this.ingest.start();
    },
    /** The library has more changes. */
    'library.changed'(this: Catalog) {
      this.ingest?.wake();
    },
    /** A node has made a commit. */
    'catalog.committed'(this: Catalog) {
      this.follower?.wake();
    },
  },
  created(this: Catalog) {
    // Begun before it is needed: another thread does the work while this one loads the rest of the engine.
    this.openingIndex = openIndex(this.broker.config.data);
    this.openingIndex.catch(() => {});
  },
  async started(this: Catalog) {
    const warn = (message: string) => this.logger.warn(message);
    const { index, state } = await this.openingIndex;
    this.index = index;
    this.follower = new Follower({
      db: this.db,
      index,
      state,
      indexed: (pos) => this.broker.broadcastLocal('catalog.changed', { pos }),
      warn,
    });
    this.ingest = new Ingest({
      db: this.db,
      pull: (after, epoch) =>
        callAsService(this, 'library.changes', { after, ...(epoch === undefined ? {} : { epoch }) }),
      complete: () => callAsService(this, 'library.complete', {}),
      committed: (commit, docs) => {
        this.broker.broadcast('catalog.committed', { pos: commit.pos });
        return this.follower.offer(commit, docs);
      },
      now: Date.now,
      warn,
    });
  },
  async stopped(this: Catalog) {
    await this.ingest?.stop();
    await this.follower?.stop();
    const opened = await this.openingIndex.catch(() => undefined);
    await opened?.index.close();
    opened?.unlock();
  },
};

/** @throws {StartupError} when another process uses the index, or its file cannot be opened */
async function openIndex(data: string): Promise<OpenIndex> {
  const unlock = lockDatabase(data, INDEX);
  const file = join(data, `${INDEX}.db`);
  try {
    return { ...(await ReadIndex.open(file)), unlock };
  } catch (error) {
    unlock();
    throw new StartupError(unusable(file, error));
  }
}

export default catalog;
