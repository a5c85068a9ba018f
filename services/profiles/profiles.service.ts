import type { Context, Service, ServiceSchema, ServiceSettingSchema } from 'moleculer';
import { CantigaError } from '../../errors.ts';
import { call, principalOf } from '../../mixins/caller.ts';
import { store } from '../../mixins/store/store.ts';
import type { ActionName, Actions } from '../actions.ts';
import { deleteBookmark, rate, setBookmark, star, unstar } from './changes.ts';
import { bookmarkOf, COLLECTIONS, type Kind, kindOfId } from './model.ts';
import * as params from './params.ts';
import { Shelf } from './shelf.ts';

interface Profiles extends Service {
  shelf: Shelf;
}

type Vars = Record<string, unknown>;
type Call<N extends ActionName> = Context<Actions[N]['params']>;

/** Items asked of the catalog at once: their answer fits into one message of the bus. */
const RESOLVED_AT_ONCE = 200;

/** What listeners say about music. All actions speak of the listener who calls. */
const profiles: ServiceSchema<ServiceSettingSchema, Vars, Vars, Profiles> = {
  name: 'profiles',
  mixins: [store({ collections: COLLECTIONS }) as Partial<ServiceSchema>],
  actions: {
    annotations: {
      permissions: ['listener'],
      timeout: 5000,
      params: params.annotated,
      handler(this: Profiles, ctx: Call<'profiles.annotations'>) {
        return this.shelf.annotations(principalOf(ctx).id, ctx.params.ids);
      },
    },
    star: {
      permissions: ['listener'],
      timeout: 30_000,
      params: params.starred,
      async handler(this: Profiles, ctx: Call<'profiles.star'>) {
        await mustExist(ctx, ctx.params.ids);
        await this.shelf.change(principalOf(ctx).id, ctx.params.ids, star(new Date().toISOString()));
        return null;
      },
    },
    unstar: {
      permissions: ['listener'],
      timeout: 30_000,
      params: params.starred,
      async handler(this: Profiles, ctx: Call<'profiles.unstar'>) {
        await this.shelf.change(principalOf(ctx).id, ctx.params.ids, unstar);
        return null;
      },
    },
    rate: {
      permissions: ['listener'],
      timeout: 5000,
      params: params.rated,
      async handler(this: Profiles, ctx: Call<'profiles.rate'>) {
        const { id: item, rating } = ctx.params;
        if (rating > 0) await mustExist(ctx, [item]);
        await this.shelf.change(principalOf(ctx).id, [item], rate(rating, new Date().toISOString()));
        return null;
      },
    },
    starred: {
      permissions: ['listener'],
      timeout: 5000,
      params: params.byKind,
      async handler(this: Profiles, ctx: Call<'profiles.starred'>) {
        const found = await this.shelf.list('starred', principalOf(ctx).id, ctx.params.kind);
        return found.map(({ item, starred }) => ({ id: item, starred }));
      },
    },
    rated: {
      permissions: ['listener'],
      timeout: 5000,
      params: params.byKind,
      async handler(this: Profiles, ctx: Call<'profiles.rated'>) {
        const found = await this.shelf.list('rated', principalOf(ctx).id, ctx.params.kind);
        return found.map(({ item, rating }) => ({ id: item, rating }));
      },
    },
    bookmarks: {
      permissions: ['listener'],
      timeout: 5000,
      params: params.nothing,
      async handler(this: Profiles, ctx: Call<'profiles.bookmarks'>) {
        const found = await this.shelf.bookmarks(principalOf(ctx).id);
        return found.map(({ item, bookmark }) => bookmarkOf(item, bookmark!));
      },
    },
    setBookmark: {
      permissions: ['listener'],
      timeout: 5000,
      params: params.bookmarked,
      async handler(this: Profiles, ctx: Call<'profiles.setBookmark'>) {
        const { id: item, position: at, comment } = ctx.params;
        await mustExist(ctx, [item], 'track');
        const change = setBookmark(at, comment ?? '', new Date().toISOString());
        const marks = await this.shelf.changeOne(principalOf(ctx).id, item, change);
        return bookmarkOf(item, marks.bookmark!);
      },
    },
    deleteBookmark: {
      permissions: ['listener'],
      timeout: 5000,
      params: params.byId,
      async handler(this: Profiles, ctx: Call<'profiles.deleteBookmark'>) {
        await this.shelf.change(principalOf(ctx).id, [ctx.params.id], deleteBookmark);
        return null;
      },
    },
    forget: {
      permissions: ['service'],
      timeout: 60_000,
      params: params.byUser,
      async handler(this: Profiles, ctx: Call<'profiles.forget'>) {
        await this.shelf.forget(ctx.params.user);
        return null;
      },
    },
  },
  started(this: Profiles) {
    this.shelf = new Shelf(this.db);
  },
};

/** @throws {CantigaError} NOT_FOUND naming the first id for which the catalog has no item of that kind */
async function mustExist(ctx: Context, ids: readonly string[], only?: Kind): Promise<void> {
  const unfit = ids.find((each) => kindOfId(each) === undefined || (only && kindOfId(each) !== only));
  if (unfit !== undefined) throw unknown(unfit);
  for (let start = 0; start < ids.length; start += RESOLVED_AT_ONCE) {
    const some = ids.slice(start, start + RESOLVED_AT_ONCE);
    const items = await call(ctx, 'catalog.resolve', { ids: some });
    const missing = some.find((_, index) => items[index] === null);
    if (missing !== undefined) throw unknown(missing);
  }
}

function unknown(item: string): CantigaError {
  return new CantigaError('NOT_FOUND', `There is no track, album or artist ${item}.`);
}

export default profiles;
