import type { Context, Service, ServiceSchema, ServiceSettingSchema } from 'moleculer';
import { principalOf } from '../../mixins/caller.ts';
import { store } from '../../mixins/store/store.ts';
import type { ActionName, Actions } from '../actions.ts';
import { deleteBookmark, rate, setBookmark, star, unstar } from './changes.ts';
import { mustExist } from './existing.ts';
import { bookmarkOf, COLLECTIONS } from './model.ts';
import * as params from './params.ts';
import { PreferenceBook } from './preferences.ts';
import { Shelf } from './shelf.ts';

interface Profiles extends Service {
  shelf: Shelf;
  preferenceBook: PreferenceBook;
}

type Vars = Record<string, unknown>;
type Call<N extends ActionName> = Context<Actions[N]['params']>;

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
    preferences: {
      permissions: ['listener'],
      timeout: 5000,
      params: params.nothing,
      handler(this: Profiles, ctx: Call<'profiles.preferences'>) {
        return this.preferenceBook.get(principalOf(ctx).id);
      },
    },
    setPreferences: {
      permissions: ['listener'],
      timeout: 5000,
      params: params.preferred,
      handler(this: Profiles, ctx: Call<'profiles.setPreferences'>) {
        return this.preferenceBook.set(principalOf(ctx).id, ctx.params.preferences, ctx.params.rev);
      },
    },
    marks: {
      permissions: ['service'],
      timeout: 10_000,
      params: params.byUser,
      handler(this: Profiles, ctx: Call<'profiles.marks'>) {
        return this.shelf.marks(ctx.params.user);
      },
    },
    forget: {
      permissions: ['service'],
      timeout: 60_000,
      params: params.byUser,
      async handler(this: Profiles, ctx: Call<'profiles.forget'>) {
        await this.preferenceBook.forget(ctx.params.user);
        await this.shelf.forget(ctx.params.user);
        return null;
      },
    },
  },
  started(this: Profiles) {
    this.shelf = new Shelf(this.db);
    this.preferenceBook = new PreferenceBook(this.db);
  },
};

export default profiles;
