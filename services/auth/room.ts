import type { Context, Service, ServiceSchema, ServiceSettingSchema } from 'moleculer';
import { isError } from '../../errors.ts';
import { deriveKey } from '../../mixins/sealing/keys.ts';
import type { Database } from '../../mixins/store/types.ts';
import type { ActionName, Actions } from '../actions.ts';
import { type AccountChange, Accounts } from './accounts.ts';
import { Authenticator } from './authenticator.ts';
import { Credentials } from './credentials.ts';
import { Deletions } from './deletions.ts';
import { Hasher } from './hasher.ts';
import type { Account } from './model.ts';
import { Passwords } from './passwords.ts';
import { Refreshes } from './refreshes.ts';
import { rememberReads } from './remembering.ts';
import { Sessions } from './sessions.ts';
import { Throttle } from './throttle.ts';

/** The service, as its actions see it. */
export interface Auth extends Service {
  room: Room;
}

type Vars = Record<string, unknown>;

/** Some of the service's actions. */
export type AuthActions = NonNullable<ServiceSchema<ServiceSettingSchema, Vars, Vars, Auth>['actions']>;
export type Call<N extends ActionName> = Context<Actions[N]['params']>;

/** What the room needs from the service around it. */
export interface Surroundings {
  db: Database;
  /** Of the engine. */
  secret: string;
  /** Lets the other services forget a listener. */
  forget: (user: string) => Promise<void>;
  /** Hears what went wrong in the background, where no caller waits. */
  warn: (message: string, error: unknown) => void;
}

/** All that the service works with, and what concerns more than one part of it. */
export class Room {
  readonly accounts: Accounts;
  readonly credentials: Credentials;
  readonly refreshes: Refreshes;
  readonly passwords: Passwords;
  readonly authenticator: Authenticator;
  readonly sessions: Sessions;
  readonly deletions: Deletions;
  #warn: Surroundings['warn'];

  constructor({ db, secret, forget, warn }: Surroundings) {
    const hasher = new Hasher();
    this.#warn = warn;
    const remembering = rememberReads(db, ['accounts', 'credentials']);
    this.accounts = new Accounts(remembering);
    this.credentials = new Credentials(remembering, {
      seal: deriveKey(secret, 'seal'),
      fingerprint: deriveKey(secret, 'proof-cache'),
      apiKey: deriveKey(secret, 'api-key'),
    });
    this.refreshes = new Refreshes(db, deriveKey(secret, 'refresh'));
    this.passwords = new Passwords(deriveKey(secret, 'password-cache'), hasher, new Throttle());
    this.authenticator = new Authenticator(this.accounts, this.credentials, this.passwords, (error) =>
      warn('The last use of a device credential could not be noted.', error),
    );
    this.sessions = new Sessions(secret);
    this.deletions = new Deletions(this.accounts, this.credentials, this.refreshes, forget, (user, error) =>
      warn(`What belongs to the deleted user ${user} is not all gone yet; trying again in a minute.`, error),
    );
  }

  /**
   * Makes an account. One of that id that is there already is given again, for whoever repeats what he asked for.
   * @throws {CantigaError} as {@link Accounts.create}; BAD_PARAMETER for a password that cannot be used
   */
  async create(
    { username, ...change }: AccountChange & { username: string },
    password: string,
    id?: string,
  ): Promise<Account> {
    const made = id === undefined ? undefined : await this.accounts.byId(id);
    if (made !== undefined) return made;
    const hash = await this.passwords.hash(password);
    try {
      return await this.accounts.create(username, hash, change, id);
    } catch (error) {
      const faster =
        id !== undefined && isError(error, 'ALREADY_EXISTS') ? await this.accounts.byId(id) : undefined;
      if (faster === undefined) throw error;
      return faster;
    }
  }

  /**
   * Changes an account; a new password ends all its sign-ins.
   * @throws {CantigaError} as {@link Accounts.update}; BAD_PARAMETER for a password that cannot be used
   */
  async update(username: string, change: AccountChange, password?: string): Promise<Account> {
    if (password === undefined) return this.accounts.update(username, change);
    const hash = await this.passwords.hash(password);
    const account = await this.accounts.update(username, { ...change, hash });
    this.passwords.remember(account, password);
    await this.refreshes.endAll(account._id);
    return account;
  }

  /** What is to be done from time to time. */
  async maintain(now: number): Promise<void> {
    try {
      await this.refreshes.sweep(now);
      await this.deletions.run(now);
    } catch (error) {
      this.#warn(
        'Expired sign-ins and deleted users could not be cleared away; trying again in a minute.',
        error,
      );
    }
  }
}
