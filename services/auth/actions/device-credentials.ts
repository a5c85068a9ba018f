import { CantigaError } from '../../../errors.ts';
import { principalOf } from '../../../mixins/caller.ts';
import { ownOrAdmin } from '../access.ts';
import { credentialFor } from '../credentials.ts';
import { credential, username } from '../params.ts';
import type { Auth, AuthActions, Call } from '../room.ts';

export const deviceCredentials: AuthActions = {
  createCredential: {
    permissions: ['listener'],
    timeout: 5000,
    params: credential,
    async handler(this: Auth, ctx: Call<'auth.createCredential'>) {
      const account = await this.room.accounts.get(ownOrAdmin(principalOf(ctx), ctx.params.username));
      return this.room.credentials.create(account._id, ctx.params.name, ctx.params.key);
    },
  },
  credentials: {
    permissions: ['listener'],
    timeout: 5000,
    params: { $$strict: true, username: { ...username, optional: true } },
    async handler(this: Auth, ctx: Call<'auth.credentials'>) {
      const account = await this.room.accounts.get(ownOrAdmin(principalOf(ctx), ctx.params.username));
      return (await this.room.credentials.of(account._id)).map(credentialFor);
    },
  },
  revokeCredential: {
    permissions: ['listener'],
    timeout: 5000,
    params: { $$strict: true, id: { type: 'string', max: 64 } },
    async handler(this: Auth, ctx: Call<'auth.revokeCredential'>) {
      const caller = principalOf(ctx);
      const found = await this.room.credentials.get(ctx.params.id);
      if (!found || (found.user !== caller.id && !caller.roles.includes('admin'))) {
        throw new CantigaError('NOT_FOUND', `There is no device credential ${ctx.params.id}.`);
      }
      await this.room.credentials.revoke(found._id);
      return null;
    },
  },
};
