import { principalOf } from '../../../mixins/caller.ts';
import { ownOrAdmin } from '../access.ts';
import { userFor } from '../model.ts';
import { change, password, username } from '../params.ts';
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
    params: { ...change, password },
    async handler(this: Auth, { params: { password: first, ...rest } }: Call<'auth.createUser'>) {
      const hash = await this.room.passwords.hash(first);
      return userFor(await this.room.accounts.create(rest.username, hash, rest));
    },
  },
  updateUser: {
    permissions: ['admin'],
    timeout: 10_000,
    params: { ...change, password: { ...password, optional: true } },
    async handler(this: Auth, { params: { password: next, ...rest } }: Call<'auth.updateUser'>) {
      return userFor(await this.room.update(rest.username, rest, next));
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
