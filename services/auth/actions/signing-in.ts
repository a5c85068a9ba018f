import type { TokenPair } from '../../actions.ts';
import { type Account, principalFor } from '../model.ts';
import { address, password, refreshToken, shown, username } from '../params.ts';
import type { Auth, AuthActions, Call, Room } from '../room.ts';
import { ACCESS_SECONDS } from '../tokens.ts';

export const signingIn: AuthActions = {
  authenticate: {
    permissions: ['public'],
    timeout: 10_000,
    params: shown,
    async handler(this: Auth, { params: { address: from, client, ...rest } }: Call<'auth.authenticate'>) {
      return this.room.sessions.of(await this.room.authenticator.request(rest, from, client));
    },
  },
  signIn: {
    permissions: ['public'],
    timeout: 10_000,
    params: { $$strict: true, username, password, address },
    async handler(this: Auth, { params }: Call<'auth.signIn'>) {
      const account = await this.room.authenticator.signIn(params.username, params.password, params.address);
      return pair(this.room, account, await this.room.refreshes.start(account, Date.now()));
    },
  },
  refresh: {
    permissions: ['public'],
    timeout: 5000,
    params: { $$strict: true, refreshToken },
    async handler(this: Auth, { params }: Call<'auth.refresh'>) {
      const byId = (id: string) => this.room.accounts.byId(id);
      const { account, token } = await this.room.refreshes.rotate(params.refreshToken, Date.now(), byId);
      return pair(this.room, account, token);
    },
  },
  signOut: {
    permissions: ['public'],
    timeout: 5000,
    params: { $$strict: true, refreshToken },
    async handler(this: Auth, { params }: Call<'auth.signOut'>) {
      await this.room.refreshes.end(params.refreshToken);
      return null;
    },
  },
  impersonate: {
    permissions: ['service'],
    timeout: 5000,
    params: { $$strict: true, username },
    async handler(this: Auth, { params }: Call<'auth.impersonate'>) {
      return this.room.sessions.of(await this.room.accounts.get(params.username));
    },
  },
};

function pair(room: Room, account: Account, refresh: string): TokenPair {
  return {
    accessToken: room.sessions.sign(account),
    refreshToken: refresh,
    expiresIn: ACCESS_SECONDS,
    user: principalFor(account),
  };
}
