import type { Context, Service, ServiceSchema, ServiceSettingSchema } from 'moleculer';
import { principalOf } from '../../mixins/caller.ts';
import type { CommitLog } from '../../mixins/journal/types.ts';
import type { ReadModels } from '../../mixins/projection/models.ts';
import { store } from '../../mixins/store/store.ts';
import type { ActionName, Actions } from '../actions.ts';
import { historyOf } from './history.ts';
import { closeIdle } from './idle.ts';
import { LISTENS } from './models/listens.ts';
import { PLAYS } from './models/plays.ts';
import { SESSIONS } from './models/sessions.ts';
import * as params from './params.ts';
import { playsOf } from './plays.ts';
import { COLLECTIONS, Room } from './room.ts';

interface Playback extends Service {
  openingLog: Promise<CommitLog>;
  room: Room;
  models: ReadModels;
  timer: NodeJS.Timeout;
}

type Vars = Record<string, unknown>;
type Call<N extends ActionName> = Context<Actions[N]['params']>;

/** Milliseconds between looks for sessions that have gone silent. */
const MAINTENANCE = 60_000;
const timeout = 10_000;

/** What listeners listen to, as it happens. Actions speak of the listener who calls, where they do not name one. */
const playback: ServiceSchema<ServiceSettingSchema, Vars, Vars, Playback> = {
  name: 'playback',
  mixins: [store({ collections: COLLECTIONS }) as Partial<ServiceSchema>],
  actions: {
    open: {
      permissions: ['listener'],
      timeout,
      params: params.opened,
      handler(this: Playback, ctx: Call<'playback.open'>) {
        return this.room.sessions.open(principalOf(ctx).id, ctx.params.device);
      },
    },
    tell: {
      permissions: ['listener'],
      timeout,
      params: params.tell,
      handler(this: Playback, ctx: Call<'playback.tell'>) {
        return this.room.sessions.tell(principalOf(ctx).id, ctx.params);
      },
    },
    deliver: {
      permissions: ['service'],
      timeout,
      params: params.delivered,
      async handler(this: Playback, ctx: Call<'playback.deliver'>) {
        const { user, session, id, ...delivery } = ctx.params;
        await this.room.sessions.tell(user, { session, id, command: { type: 'deliver', ...delivery } });
        return null;
      },
    },
    session: {
      permissions: ['listener'],
      timeout,
      params: params.looked,
      handler(this: Playback, ctx: Call<'playback.session'>) {
        return this.room.sessions.look(principalOf(ctx).id, ctx.params.session, ctx.params);
      },
    },
    plays: {
      permissions: ['listener'],
      timeout,
      params: params.played,
      handler(this: Playback, ctx: Call<'playback.plays'>) {
        return playsOf(this.models.serving(PLAYS), principalOf(ctx).id, ctx.params.ids);
      },
    },
    history: {
      permissions: ['listener'],
      timeout,
      params: params.history,
      handler(this: Playback, ctx: Call<'playback.history'>) {
        const { limit, before } = ctx.params;
        return historyOf(this.models.serving(LISTENS), principalOf(ctx).id, limit, before);
      },
    },
    forget: {
      permissions: ['service'],
      timeout: 60_000,
      params: params.byUser,
      async handler(this: Playback, ctx: Call<'playback.forget'>) {
        await this.room.forget(ctx.params.user);
        return null;
      },
    },
  },
  created() {
    this.openingLog = Room.openLog(this.broker.config);
    this.openingLog.catch(() => {});
  },
  async started(this: Playback) {
    const { secret } = this.broker.config;
    this.room = new Room({
      ...{ db: this.db, log: await this.openingLog, secret, process: this.broker.nodeID },
      warn: (message, error) => this.logger.warn(message, error),
    });
    await this.room.start();
    this.models = this.room.models;
    const maintain = () =>
      closeIdle(this.room.sessions, this.models.serving(SESSIONS), Date.now()).catch((error) =>
        this.logger.warn('Sessions that have gone silent could not be closed.', error),
      );
    this.timer = setInterval(maintain, MAINTENANCE).unref();
  },
  async stopped(this: Playback) {
    clearInterval(this.timer);
    await this.room?.stop();
    const log = await this.openingLog.catch(() => undefined);
    await log?.close();
  },
};

export default playback;
