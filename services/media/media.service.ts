import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Service, ServiceSchema, ServiceSettingSchema } from 'moleculer';
import { CantigaError, toPublicError } from '../../errors.ts';
import { callAsService } from '../../mixins/caller.ts';
import type { ActionName, Actions, MediaStats } from '../actions.ts';
import { BlockCache } from './blocks.ts';
import { Covers } from './covers/covers.ts';
import { DiskCache } from './covers/disk-cache.ts';
import type { Ask } from './covers/motif.ts';
import { Pictures } from './covers/pictures.ts';
import { seldom } from './covers/seldom.ts';
import { sendCover } from './covers/send.ts';
import { deliver, type Request } from './deliver.ts';
import { Deliveries, type Outcome } from './deliveries.ts';
import { LocalFiles } from './files.ts';
import { Lookup } from './lookup.ts';
import { DeliveryReports, type Receiver } from './reports.ts';

/** Milliseconds until a piece of a file on another node is asked for again. */
const PULL_TIMEOUT = 5_000;
/** Milliseconds between two lines of the log about pictures that could not be kept, as on a full disk. */
const UNKEPT_INTERVAL = 60_000;

interface Media extends Service {
  blocks: BlockCache;
  deliveries: Deliveries;
  reports: DeliveryReports;
  files: LocalFiles;
  lookup: Lookup;
  pictures: Pictures;
  diskCache: DiskCache;
  covers: Covers;
  ask<N extends ActionName>(
    token: string,
    name: N,
    params: Actions[N]['params'],
  ): Promise<Actions[N]['result']>;
}

/**
 * Sends music and pictures over HTTP. The gateway of the same node calls its methods, because bytes do not cross the bus;
 * each of them rejects with a CantigaError before the first byte, and resolves when the answer has ended.
 */
const media: ServiceSchema<ServiceSettingSchema, Media> = {
  name: 'media',
  actions: {
    stats: {
      permissions: ['admin'],
      timeout: 2_000,
      params: { $$strict: true },
      handler(this: Media): MediaStats {
        const { blocks, deliveries, files, diskCache } = this;
        return {
          node: this.broker.nodeID,
          openDeliveries: deliveries.open,
          openFiles: files.open,
          blockCache: {
            bytes: blocks.bytes,
            hits: blocks.hits,
            misses: blocks.misses,
            pinned: blocks.pinned,
            loading: blocks.loading,
          },
          sliceBytes: deliveries.slices.bytes,
          coverCacheBytes: diskCache.bytes,
        };
      },
    },
  },
  events: {
    'library.changed'(this: Media) {
      this.lookup.forget();
      this.pictures.forget();
    },
  },
  methods: {
    /** Calls for the listener, whose permissions count. */
    ask(this: Media, token: string, name: ActionName, params: object) {
      return this.broker.call(name, params, { meta: { token } }).catch((error: unknown) => {
        throw toPublicError(error);
      });
    },

    /** Sends the original file of a track. */
    async deliver(
      this: Media,
      req: IncomingMessage,
      res: ServerResponse,
      what: { track: string; download: boolean; token: string; receiver: Receiver },
    ): Promise<Outcome> {
      const { track: id, download, token, receiver } = what;
      const [track] = await this.ask(token, 'catalog.resolve', { ids: [id] });
      if (track?.kind !== 'track') throw new CantigaError('NOT_FOUND', 'There is no such track.');
      const file = await this.lookup.file(id).catch((error: unknown) => {
        throw toPublicError(error);
      });
      const report: Request['report'] = (delivered, bytes) => this.reports.begin(receiver, delivered, bytes);
      return deliver(this.deliveries, req, res, { track, file, download, report }, () =>
        this.lookup.open(file),
      );
    },

    /** Sends the cover of a track, an album, an artist or a playlist, about `size` pixels wide. */
    async cover(
      this: Media,
      req: IncomingMessage,
      res: ServerResponse,
      { id, size, token }: { id: string; size?: number; token: string },
    ): Promise<Outcome> {
      const ask: Ask = {
        resolve: (ids) => this.ask(token, 'catalog.resolve', { ids }),
        playlist: (playlist) => this.ask(token, 'playlists.sample', { id: playlist }),
      };
      return sendCover(this.deliveries, req, res, await this.covers.cover(id, size, ask));
    },

    /** Ends what is being sent, and tells the ledger how far it came. */
    async leave(this: Media): Promise<void> {
      this.deliveries.stop();
      await setImmediate();
      await this.reports.flush();
    },

    /** Sends the picture of a listener; there is one for any name. */
    avatar(
      this: Media,
      req: IncomingMessage,
      res: ServerResponse,
      { username }: { username: string },
    ): Promise<Outcome> {
      return sendCover(this.deliveries, req, res, this.covers.avatar(username));
    },
  },
  created(this: Media) {
    const { blockCacheBytes, coverCacheBytes, data } = this.broker.config;
    this.blocks = new BlockCache(blockCacheBytes);
    this.deliveries = new Deliveries(this.blocks);
    this.reports = new DeliveryReports(
      (user, name, deliveries) => callAsService(this, 'playback.deliver', { user, name, deliveries }),
      seldom(UNKEPT_INTERVAL, (_, others) =>
        this.logger.warn(`The ledger does not take reports: ${others + 1} of what was delivered are lost.`),
      ),
    );
    this.files = new LocalFiles();
    // The path of a file means something on the node of the library only.
    const find = (track: string) =>
      callAsService(this, this.broker.getLocalService('library') ? 'library.path' : 'library.file', {
        track,
      });
    this.lookup = new Lookup(find, this.files, (params) => {
      const meta = { token: this.broker.serviceToken(this.name) };
      return this.broker.call('library.read', params, { meta, timeout: PULL_TIMEOUT, retries: 0 });
    });
    this.pictures = new Pictures((params) => callAsService(this, 'library.picture', params));
    this.diskCache = new DiskCache(join(data, 'cache', 'covers'), coverCacheBytes);
    const unkept = seldom<Error>(UNKEPT_INTERVAL, ({ message }, others) => {
      const more = others === 0 ? '' : ` (${others} more since it was last said)`;
      this.logger.warn(`A picture could not be kept in the cache: ${message}${more}`);
    });
    this.covers = new Covers(this.pictures, this.diskCache, unkept);
  },
  started(this: Media) {
    // In the background: a large cache takes a while to look through, and works meanwhile.
    this.diskCache
      .open()
      .catch((error: unknown) => this.logger.warn('The cover cache could not be read.', error));
  },
  stopped(this: Media) {
    this.deliveries.stop();
    this.reports.stop();
    this.files.close();
  },
};

export default media;
