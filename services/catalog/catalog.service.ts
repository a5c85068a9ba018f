import { join } from 'node:path';
import type { ServiceSchema } from 'moleculer';
import { callAsService } from '../../mixins/caller.ts';
import { lockDatabase } from '../../mixins/store/sqlite/lock.ts';
import { store } from '../../mixins/store/store.ts';
import { actions } from './actions.ts';
import { COLLECTIONS } from './collections.ts';
import { Follower } from './follower.ts';
import { ReadIndex } from './index/read-index.ts';
import { Ingest } from './ingest.ts';
import type { Catalog, CatalogSchema } from './service.ts';

const INDEX = 'catalog-index';

/** Artists, albums, tracks and genres: follows the library, and answers from an index of its own on every node. */
const catalog: CatalogSchema = {
  name: 'catalog',
  mixins: [store({ collections: COLLECTIONS }) as Partial<ServiceSchema>],
  actions,
  events: {
    /** The library has more changes. */
    'library.changed'(this: Catalog) {
      this.ingest?.wake();
    },
    /** A node has made a commit. */
    'catalog.committed'(this: Catalog) {
      this.follower?.wake();
    },
  },
  async started(this: Catalog) {
    const { data } = this.broker.config;
    const warn = (message: string) => this.logger.warn(message);
    this.unlock = lockDatabase(data, INDEX);
    const { index, state } = await ReadIndex.open(join(data, `${INDEX}.db`));
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
      pull: (after) => callAsService(this, 'library.changes', { after }),
      committed: (commit, docs) => {
        this.broker.broadcast('catalog.committed', { pos: commit.pos });
        return this.follower.offer(commit, docs);
      },
      now: Date.now,
      warn,
    });
    this.follower.start();
    this.ingest.start();
  },
  async stopped(this: Catalog) {
    await this.ingest?.stop();
    await this.follower?.stop();
    await this.index?.close();
    this.unlock?.();
  },
};

export default catalog;
