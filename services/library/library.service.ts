import { basename } from 'node:path';
import type { Context, Service, ServiceSchema, ServiceSettingSchema } from 'moleculer';
import type { Config } from '../../config.ts';
import { store } from '../../mixins/store/store.ts';
import type { Actions } from '../actions.ts';
import { Library } from './library.ts';
import * as params from './params.ts';
import { COLLECTIONS } from './store/collections.ts';

type Params<N extends keyof Actions> = Context<Actions[N]['params']>;

type LibraryService = Service & { library: Library };

/** The music folders: what is in them, what changes, and the bytes themselves. */
const library: ServiceSchema<
  ServiceSettingSchema,
  Record<string, unknown>,
  Record<string, unknown>,
  LibraryService
> = {
  name: 'library',
  mixins: [store({ collections: COLLECTIONS }) as Partial<ServiceSchema>],
  actions: {
    status: {
      permissions: ['listener', 'service'],
      timeout: 2000,
      params: params.nothing,
      handler(this: LibraryService): Actions['library.status']['result'] {
        return this.library.scanner.status;
      },
    },
    folders: {
      permissions: ['listener', 'service'],
      timeout: 2000,
      params: params.nothing,
      handler(this: LibraryService): Actions['library.folders']['result'] {
        const configured = this.library.folders.filter((folder) => folder.configured);
        return configured.map(({ id, path }) => ({ id, name: basename(path) }));
      },
    },
    scan: {
      permissions: ['admin'],
      timeout: 5000,
      params: params.scanned,
      handler(this: LibraryService, ctx: Params<'library.scan'>): Actions['library.scan']['result'] {
        return this.library.scanner.scan(ctx.params.full ?? false);
      },
    },
    cancel: {
      permissions: ['admin'],
      timeout: 30_000,
      params: params.nothing,
      handler(this: LibraryService): Promise<Actions['library.cancel']['result']> {
        return this.library.scanner.cancel();
      },
    },
    problems: {
      permissions: ['admin'],
      timeout: 5000,
      params: params.paged,
      handler(
        this: LibraryService,
        ctx: Params<'library.problems'>,
      ): Promise<Actions['library.problems']['result']> {
        return this.library.problems(ctx.params.limit ?? 100, ctx.params.after);
      },
    },
    changes: {
      permissions: ['service'],
      timeout: 10_000,
      params: params.afterPosition,
      handler(
        this: LibraryService,
        ctx: Params<'library.changes'>,
      ): Promise<Actions['library.changes']['result']> {
        return this.library.feed.after(ctx.params.after, ctx.params.epoch);
      },
    },
    complete: {
      permissions: ['service'],
      timeout: 2000,
      params: params.nothing,
      handler(this: LibraryService): Actions['library.complete']['result'] {
        return this.library.scanner.complete;
      },
    },
    file: {
      permissions: ['service'],
      timeout: 10_000,
      params: params.byTrack,
      async handler(
        this: LibraryService,
        ctx: Params<'library.file'>,
      ): Promise<Actions['library.file']['result']> {
        const { path: _path, ...info } = await this.library.files.info(ctx.params.track);
        return info;
      },
    },
    path: {
      permissions: ['service'],
      visibility: 'protected',
      timeout: 10_000,
      params: params.byTrack,
      handler(this: LibraryService, ctx: Params<'library.path'>): Promise<Actions['library.path']['result']> {
        return this.library.files.info(ctx.params.track);
      },
    },
    read: {
      permissions: ['service'],
      timeout: 15_000,
      params: params.slice,
      handler(this: LibraryService, ctx: Params<'library.read'>): Promise<Actions['library.read']['result']> {
        const { track: id, etag, offset: from, length } = ctx.params;
        return this.library.files.read(id, etag, from, length);
      },
    },
    picture: {
      permissions: ['service'],
      timeout: 25_000,
      params: params.pictureSlice,
      handler(
        this: LibraryService,
        ctx: Params<'library.picture'>,
      ): Promise<Actions['library.picture']['result']> {
        return this.library.pictures.slice(ctx.params.track, ctx.params.offset ?? 0);
      },
    },
  },
  events: {
    /** Not before: reading files would hold up the start of the others. */
    '$broker.started'(this: LibraryService) {
      this.library.begin();
    },
  },
  async started(this: LibraryService) {
    this.library = await Library.open(this.db, this.broker.config as Config, {
      log: this.logger,
      committed: (pos) => void this.broker.broadcast('library.changed', { pos }),
    });
  },
  async stopped(this: LibraryService) {
    await this.library?.close();
  },
};

export default library;
