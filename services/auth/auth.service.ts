import type { ServiceSchema, ServiceSettingSchema } from 'moleculer';
import { callAsService } from '../../mixins/caller.ts';
import { store } from '../../mixins/store/store.ts';
import { deviceCredentials } from './actions/device-credentials.ts';
import { signingIn } from './actions/signing-in.ts';
import { users } from './actions/users.ts';
import { announce, firstPassword } from './announce.ts';
import { COLLECTIONS } from './model.ts';
import { type Auth, Room } from './room.ts';

const MAINTENANCE = 60_000;

interface AuthService extends Auth {
  timer: NodeJS.Timeout;
  maintenance: Promise<void> | undefined;
  maintain(): Promise<void>;
}

/** Accounts, device credentials and sign-ins: who is who, and how they prove it. */
const auth: ServiceSchema<
  ServiceSettingSchema,
  Record<string, unknown>,
  Record<string, unknown>,
  AuthService
> = {
  name: 'auth',
  mixins: [store({ collections: COLLECTIONS }) as Partial<ServiceSchema>],
  actions: { ...signingIn, ...users, ...deviceCredentials },
  events: {
    '$broker.started'(this: AuthService) {
      return this.maintain();
    },
  },
  methods: {
    /** One round at a time, however long the services that it needs take. */
    maintain(this: AuthService): Promise<void> {
      this.maintenance ??= this.room.maintain(Date.now()).finally(() => {
        this.maintenance = undefined;
      });
      return this.maintenance;
    },
  },
  async started(this: AuthService) {
    const { secret, adminPassword } = this.broker.config;
    this.room = new Room({
      db: this.db,
      secret,
      forget: async (user) => {
        await callAsService(this, 'profiles.forget', { user });
        await callAsService(this, 'playlists.forget', { user });
        await callAsService(this, 'playback.forget', { user });
      },
      warn: (message, error) => this.logger.warn(message, error),
    });
    const first = firstPassword(adminPassword);
    const isFirstStart = await this.room.accounts.createFirstAdmin(() => this.room.passwords.hash(first));
    if (isFirstStart) announce(first, adminPassword);
    this.timer = setInterval(() => this.maintain(), MAINTENANCE).unref();
  },
  async stopped(this: AuthService) {
    clearInterval(this.timer);
    await this.maintenance;
  },
};

export default auth;
