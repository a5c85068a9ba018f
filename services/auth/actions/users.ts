import { CantigaError } from '../../../errors.ts';
import { principalOf } from '../../../mixins/caller.ts';
import { keyedId } from '../../keyed-id.ts';
import { ownOrAdmin } from '../access.ts';
import { userFor } from '../model.ts';
import { changedUser, createdUser, ownChange, password, username } from '../params.ts';
import type { Auth, AuthActions, Call } from '../room.ts';

export const users: AuthActions = {
  user: {
    permissions: ['listener'],
    timeout: 5000,
    params: { $$strict: true, username },
    async handler(this: Auth, ctx: Call<'auth.user'>) {
      return userFor(await this.room.accounts.get(ownOrAdmin(principalOf(ctx), ctx.params.username)));
    },
  },
  users: {
    permissions: ['admin'],
    timeout: 5000,
    params: { $$strict: true },
    async handler(this: Auth) {
      return (await this.room.accounts.all()).map(userFor);
    },
  },
  createUser: {
    permissions: ['admin'],
    timeout: 10_000,
    params: createdUser,
    async handler(this: Auth, ctx: Call<'auth.createUser'>) {
      const { password: first, key, ...rest } = ctx.params;
      const id = key === undefined ? undefined : keyedId('us', principalOf(ctx).id, key);
      return userFor(await this.room.create(rest, first, id));
    },
  },
  updateUser: {
    permissions: ['admin'],
    timeout: 10_000,
    params: changedUser,
    async handler(this: Auth, { params: { password: next, ...rest } }: Call<'auth.updateUser'>) {
      return userFor(await this.room.update(rest.username, rest, next));
    },
  },
  updateSelf: {
    permissions: ['listener'],
    timeout: 5000,
    params: ownChange,
    async handler(this: Auth, ctx: Call<'auth.updateSelf'>) {
      // By id: the name may have become that of somebody else.
      const account = await this.room.accounts.byId(principalOf(ctx).id);
      if (account === undefined) throw new CantigaError('SIGNED_OUT', 'This account is no longer there.');
      return userFor(await this.room.accounts.update(account.username, ctx.params));
    },
  },
  deleteUser: {
    permissions: ['admin'],
    timeout: 5000,
    params: { $$strict: true, username },
    async handler(this: Auth, { params }: Call<'auth.deleteUser'>) {
      const now = Date.now();
      const account = await this.room.accounts.markDeleted(params.username, now);
      // From here on it cannot fail, only take its time; the caller need not wait for services that are down.
      void this.room.deletions.advance(account, now);
      return null;
    },
  },
  changePassword: {
    permissions: ['listener'],
    timeout: 10_000,
    params: { $$strict: true, username, password },
    async handler(this: Auth, ctx: Call<'auth.changePassword'>) {
      await this.room.update(ownOrAdmin(principalOf(ctx), ctx.params.username), {}, ctx.params.password);
      return null;
    },
  },
};
