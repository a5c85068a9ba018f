import { isDeepStrictEqual } from 'node:util';
import { StartupError } from '../../errors.ts';
import type { Account, AdminList } from '../../services/auth/model.ts';
import { type Copy, decoded, encoded, type Page } from './copy.ts';

const ROOM = 'auth';
/** How often all accounts are read anew because some were deleted meanwhile. */
const READINGS = 10;
/** Milliseconds between looks at which accounts are being deleted: they are marked for ten minutes at least. */
const LOOK = 60_000;

/**
 * Accounts that are deleted while others are copied. What belongs to them may have been copied before it was removed: the
 * copy has them as being deleted, so that it is removed once more.
 */
export class Deletions {
  readonly #copy: Copy;
  readonly #marked = new Map<string, Account>();
  #looked = Number.NEGATIVE_INFINITY;

  constructor(copy: Copy) {
    this.#copy = copy;
  }

  /** To be called again and again while anything is copied. */
  async lookAgain(): Promise<void> {
    if (performance.now() > this.#looked + LOOK) await this.look();
  }

  /** @returns those that are being deleted now */
  async look(): Promise<string[]> {
    this.#looked = performance.now();
    const accounts = this.#copy.collection<Account>(ROOM, 'accounts').find({ deleting: true });
    const marked = await accounts.sort({ _id: 1 }).toArray();
    for (const account of marked) this.#marked.set(account._id, account);
    return marked.map(({ _id }) => _id);
  }

  /** Copies the accounts, and who of them are administrators. */
  async copyAccounts(): Promise<void> {
    const copy = this.#copy;
    for (let reading = 1; reading <= READINGS; reading++) {
      const before = await this.#situation();
      const vanished = new Map(this.#marked);
      await copy.write(ROOM, 'accounts', this.#accounts(vanished));
      await copy.write(ROOM, 'admins', copy.pages(ROOM, 'admins'));
      if (isDeepStrictEqual(await this.#situation(), before)) return;
    }
    throw new StartupError('Accounts are being deleted all the time. Try again later.');
  }

  /** When it stays as it is, no two accounts that were read share a name, and the list of administrators is theirs. */
  async #situation(): Promise<unknown> {
    const admins = await this.#copy.collection<AdminList>(ROOM, 'admins').find().toArray();
    return [await this.look(), admins];
  }

  async *#accounts(vanished: Map<string, Account>): AsyncGenerator<Page> {
    for await (const page of this.#copy.pages(ROOM, 'accounts')) {
      for (const account of page) vanished.delete(decoded<Account>(account)._id);
      yield page;
    }
    yield [...vanished.values()].map(encoded);
  }
}
