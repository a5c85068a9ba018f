import { CantigaError, isError } from '../../errors.ts';
import { retryRaces } from '../../mixins/store/retry.ts';
import type { Collection, Database, NewDoc } from '../../mixins/store/types.ts';
import type { UserSettings } from '../actions.ts';
import { newId } from '../ids.ts';
import { ADMIN_LIST, accountWrites } from './admins.ts';
import type { Account, AdminList } from './model.ts';
import { checkUsername, usernameKey } from './username.ts';

const FIRST_ADMIN = 'admin';

/** What of an account can be changed. An empty `email` takes it away. */
export interface AccountChange extends UserSettings {
  email?: string;
  admin?: boolean;
  /** Of the new password. */
  hash?: string;
}

/** The accounts in their store. An account that is being deleted is not found by anything here. */
export class Accounts {
  #db: Database;
  #accounts: Collection<Account>;
  #admins: Collection<AdminList>;

  constructor(db: Database) {
    this.#db = db;
    this.#accounts = db.collection('accounts');
    this.#admins = db.collection('admins');
  }

  async find(username: string): Promise<Account | undefined> {
    const [account] = await this.#accounts.query('byKey', { key: usernameKey(username) }, { limit: 1 });
    return account;
  }

  /** @throws {CantigaError} NOT_FOUND */
  async get(username: string): Promise<Account> {
    const account = await this.find(username);
    if (account === undefined) throw new CantigaError('NOT_FOUND', `There is no user ${username}.`);
    return account;
  }

  async byId(id: string): Promise<Account | undefined> {
    const account = await this.#accounts.get(id);
    return account === null || account.deleting ? undefined : account;
  }

  /** All accounts by name. */
  async all(): Promise<Account[]> {
    const accounts: Account[] = [];
    for (let after: Account | undefined; ; after = accounts.at(-1)) {
      const page = await this.#accounts.query(
        'byName',
        {},
        { from: '', limit: 1000, ...(after && { after }) },
      );
      accounts.push(...page);
      if (page.length < 1000) return accounts;
    }
  }

  /**
   * @throws {CantigaError} BAD_PARAMETER for a user name that cannot be used, ALREADY_EXISTS for a name or an id that is
   *   taken
   */
  async create(
    username: string,
    hash: string,
    change: AccountChange,
    id: string = newId('us'),
  ): Promise<Account> {
    const account = newAccount(checkUsername(username), hash, change, id);
    try {
      const created = await this.#accounts.insert({ ...account, admin: false });
      return account.admin ? await this.update(username, { admin: true }) : created;
    } catch (error) {
      if (!isError(error, 'ALREADY_EXISTS')) throw error;
      throw new CantigaError('ALREADY_EXISTS', `There is a user ${username} already.`);
    }
  }

  /** @throws {CantigaError} NOT_FOUND; FORBIDDEN when no administrator would be left */
  update(username: string, change: AccountChange): Promise<Account> {
    return this.#write(username, (account) => applied(account, change));
  }

  /**
   * The first step of a deletion: from here on nobody signs in to the account, and its name is free.
   * @throws {CantigaError} NOT_FOUND; FORBIDDEN for the only administrator
   */
  markDeleted(username: string, now: number): Promise<Account> {
    return this.#write(username, ({ key: _, email: __, ...account }) => ({
      ...account,
      hash: '',
      admin: false,
      deleting: true,
      deletedAt: now,
    }));
  }

  /** Accounts whose deletion has begun. */
  deleting(): Promise<Account[]> {
    return this.#accounts.query('deleting', { deleting: true }, { limit: 1000 });
  }

  /** The last step of a deletion. */
  async erase(id: string): Promise<void> {
    await this.#accounts.remove(id);
  }

  /** Whether the account `admin` was made now, because the engine starts for the first time. */
  async createFirstAdmin(hash: () => Promise<string>): Promise<boolean> {
    if ((await this.#admins.get(ADMIN_LIST)) !== null) return false;
    const account = newAccount(FIRST_ADMIN, await hash(), { admin: true }, newId('us'));
    const list: NewDoc<AdminList> = { _id: ADMIN_LIST, ids: [account._id] };
    // Together, where the store can: of an account without a list, the password would never be announced.
    await inserted(
      this.#db.commit([
        { collection: 'accounts', insert: account },
        { collection: 'admins', insert: list },
      ]),
    );
    // Another node may be starting as well: the account says who came first, the list is the same from both.
    const admins = await this.#accounts.query('admins', { admin: true });
    await inserted(this.#admins.insert({ _id: ADMIN_LIST, ids: admins.map(({ _id }) => _id) }));
    return admins.some(({ _id }) => _id === account._id);
  }

  #write(username: string, change: (account: Account) => Account): Promise<Account> {
    return retryRaces(async () => {
      const list = (await this.#admins.get(ADMIN_LIST))!;
      const next = change(await this.get(username));
      await this.#db.commit(accountWrites(list, next));
      return { ...next, rev: next.rev + 1 };
    });
  }
}

function newAccount(username: string, hash: string, change: AccountChange, id: string): NewDoc<Account> {
  return {
    _id: id,
    username,
    key: usernameKey(username),
    hash,
    epoch: 1,
    ...(change.email ? { email: change.email } : {}),
    admin: change.admin ?? false,
    scrobbling: change.scrobbling ?? true,
    maxBitRate: change.maxBitRate ?? 0,
    created: new Date().toISOString(),
  };
}

function applied(account: Account, change: AccountChange): Account {
  const { email: kept, ...rest } = account;
  const email = change.email ?? kept;
  return {
    ...rest,
    ...(email ? { email } : {}),
    admin: change.admin ?? account.admin,
    scrobbling: change.scrobbling ?? account.scrobbling,
    maxBitRate: change.maxBitRate ?? account.maxBitRate,
    ...(change.hash !== undefined && { hash: change.hash, epoch: account.epoch + 1 }),
  };
}

async function inserted(insert: Promise<unknown>): Promise<boolean> {
  try {
    await insert;
    return true;
  } catch (error) {
    if (isError(error, 'ALREADY_EXISTS')) return false;
    throw error;
  }
}
