import { LRUCache } from 'lru-cache';
import { CantigaError } from '../../errors.ts';
import type { Accounts } from './accounts.ts';
import type { Credentials } from './credentials.ts';
import type { Account, StoredCredential } from './model.ts';
import type { Passwords } from './passwords.ts';
import { type Proof, proofIn, type Shown } from './proof.ts';
import { usernameKey } from './username.ts';

/** Milliseconds between two notes of a credential's last use. */
const NOTE_INTERVAL = 60_000;

/** Tells who sends a request. */
export class Authenticator {
  #accounts: Accounts;
  #credentials: Credentials;
  #passwords: Passwords;
  #noted = new LRUCache<string, true>({ max: 10_000, ttl: NOTE_INTERVAL });
  #onNoteLost: (error: unknown) => void;

  /** @param onNoteLost hears why the last use of a credential could not be noted; the request goes on without */
  constructor(
    accounts: Accounts,
    credentials: Credentials,
    passwords: Passwords,
    onNoteLost: (error: unknown) => void,
  ) {
    this.#accounts = accounts;
    this.#credentials = credentials;
    this.#passwords = passwords;
    this.#onNoteLost = onNoteLost;
  }

  /**
   * The account behind a Subsonic request.
   * @throws {CantigaError} WRONG_CREDENTIALS, TOKEN_NOT_SUPPORTED, WRONG_API_KEY, THROTTLED, and as {@link proofIn}
   */
  async request(shown: Shown, address: string, client: string | undefined): Promise<Account> {
    const proof = proofIn(shown);
    if (proof.by === 'apiKey') return this.#byApiKey(proof.apiKey, client);
    const account = await this.#accounts.find(proof.username);
    if (account && proof.by === 'password' && this.#passwords.isFresh(account, proof.password))
      return account;
    const own = account ? await this.#credentials.of(account._id) : [];
    const used = this.#matching(own, proof);
    if (account && used) {
      this.#note(used, client);
      return account;
    }
    if (proof.by === 'password') return this.#byPassword(proof, account, address);
    if (account && own.length === 0) {
      throw new CantigaError(
        'TOKEN_NOT_SUPPORTED',
        'Make a device credential for this app and enter its secret as the password, or let the app send the password itself.',
      );
    }
    throw wrong();
  }

  /** The account of somebody who gives its own password. @throws {CantigaError} WRONG_CREDENTIALS, THROTTLED */
  async signIn(username: string, password: string, address: string): Promise<Account> {
    return this.#byPassword({ username, password }, await this.#accounts.find(username), address);
  }

  async #byApiKey(apiKey: string, client: string | undefined): Promise<Account> {
    const credential = await this.#credentials.byApiKey(apiKey);
    const account = credential && (await this.#accounts.byId(credential.user));
    if (!account) throw new CantigaError('WRONG_API_KEY', 'The API key is wrong or was revoked.');
    this.#note(credential, client);
    return account;
  }

  #matching(own: readonly StoredCredential[], proof: Exclude<Proof, { by: 'apiKey' }>) {
    return proof.by === 'password'
      ? this.#credentials.withSecret(own, proof.password)
      : this.#credentials.withToken(own, proof.token, proof.salt);
  }

  async #byPassword(
    { username, password }: { username: string; password: string },
    account: Account | undefined,
    address: string,
  ): Promise<Account> {
    const right = await this.#passwords.check({ key: usernameKey(username), account, password, address });
    if (!account || !right) throw wrong();
    return account;
  }

  #note(credential: StoredCredential, client: string | undefined): void {
    if (this.#noted.has(credential._id)) return;
    this.#noted.set(credential._id, true);
    this.#credentials.touch(credential, client?.slice(0, 100), Date.now()).catch(this.#onNoteLost);
  }
}

function wrong(): CantigaError {
  return new CantigaError('WRONG_CREDENTIALS', 'Wrong user name or password.');
}
