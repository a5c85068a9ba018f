import type { CollectionSpec, Doc } from '../../mixins/store/types.ts';
import type { Principal, User } from '../actions.ts';

/** An account as it is stored. */
export interface Account extends Doc {
  /** As it was given; never changes. */
  username: string;
  /** What makes it unique; absent once the account is being deleted, so that the name is free again. */
  key?: string;
  /** argon2id, PHC string. */
  hash: string;
  /** Counts changes of the password; sign-ins of before are void. */
  epoch: number;
  email?: string;
  admin: boolean;
  scrobbling: boolean;
  /** kbit/s, 0 for no limit. */
  maxBitRate: number;
  created: string;
  /** Present from the moment of deletion until everything of the account is gone. */
  deleting?: true;
  /** When it was deleted, ms since 1970. */
  deletedAt?: number;
}

/** A device credential as it is stored. */
export interface StoredCredential extends Doc {
  /** Id of the account. */
  user: string;
  name: string;
  /** The secret, see seal.ts; its context is the `_id`. */
  sealed: string;
  /** SHA-256 of the API key, hex. */
  apiKeyHash: string;
  created: string;
  lastUsed?: string;
  lastClient?: string;
}

/** A sign-in that refreshes itself. The token names the family and its newest member. */
export interface RefreshFamily extends Doc {
  user: string;
  /** SHA-256 of the secret of the newest token, hex. */
  current: string;
  /** When the newest token was given for the one before it, ms since 1970. Absent until then. */
  rotated?: number;
  /** {@link Account.epoch} at the sign-in. */
  epoch: number;
  /** ms since 1970. */
  created: number;
  expires: number;
}

/** Who is an administrator, in one document, so that two at once cannot both stop being the last but one. */
export interface AdminList extends Doc {
  ids: string[];
}

export const COLLECTIONS: Record<string, CollectionSpec> = {
  accounts: {
    fields: { key: 'string', admin: 'boolean', deleting: 'boolean' },
    queries: {
      byKey: { equal: ['key'] },
      byName: { order: ['key'] },
      admins: { equal: ['admin'] },
      deleting: { equal: ['deleting'] },
    },
    unique: [['key']],
  },
  admins: {},
  credentials: {
    fields: { user: 'string', apiKeyHash: 'string' },
    queries: { byUser: { equal: ['user'] }, byApiKey: { equal: ['apiKeyHash'] } },
    unique: [['apiKeyHash']],
  },
  refreshes: {
    fields: { user: 'string', created: 'number', expires: 'number' },
    queries: { byUser: { equal: ['user'], order: ['created'] }, byExpiry: { order: ['expires'] } },
  },
};

export function principalFor(account: Account): Principal {
  return {
    id: account._id,
    name: account.username,
    roles: account.admin ? ['admin', 'listener'] : ['listener'],
  };
}

export function userFor(account: Account): User {
  return {
    id: account._id,
    username: account.username,
    ...(account.email !== undefined && { email: account.email }),
    roles: account.admin ? ['admin', 'listener'] : ['listener'],
    scrobbling: account.scrobbling,
    maxBitRate: account.maxBitRate,
    created: account.created,
  };
}
