import type { ServiceSchema, ServiceSettingSchema } from 'moleculer';
import type { CommitLog } from '../../mixins/journal/types.ts';
import { store } from '../../mixins/store/store.ts';
import { keeping } from './actions/keeping.ts';
import { listening } from './actions/listening.ts';
import { looking } from './actions/looking.ts';
import { queueing } from './actions/queueing.ts';
import { closeIdle } from './idle.ts';
import { SESSIONS } from './models/sessions.ts';
import { COLLECTIONS, Room } from './room.ts';
import type { Playback } from './service.ts';

interface PlaybackService extends Playback {
  openingLog: Promise<CommitLog>;
  timers: NodeJS.Timeout[];
}

type Vars = Record<string, unknown>;

/** Milliseconds between looks for sessions that have gone silent. */
const MAINTENANCE = 60_000;

/** Milliseconds between looks for sessions whose events were kept for long enough. */
const RETENTION = 3_600_000;

/** What listeners listen to, as it happens, and what was delivered to them. */
const playback: ServiceSchema<ServiceSettingSchema, Vars, Vars, PlaybackService> = {
  name: 'playback',
  mixins: [store({ collections: COLLECTIONS }) as Partial<ServiceSchema>],
  actions: { ...keeping, ...listening, ...looking, ...queueing },
  created() {
    this.openingLog = Room.openLog(this.broker.config);
    this.openingLog.catch(() => {});
  },
  async started(this: PlaybackService) {
    const { secret, keepDetails } = this.broker.config;
    this.room = new Room({
      ...{ db: this.db, log: await this.openingLog, secret, keepDetails, process: this.broker.nodeID },
      onQueue: (user, v) => this.broker.broadcast('playback.queue', { user, v }),
      warn: (message, error) => this.logger.warn(message, error),
    });
    await this.room.start();
    const maintain = async () => {
      try {
        await closeIdle(this.room.sessions, this.room.models.serving(SESSIONS), Date.now());
        await this.room.forgotten.sweep(Date.now());
      } catch (error) {
        this.logger.warn(
          'Sessions that have gone silent could not be closed, or forgotten listeners not swept.',
          error,
        );
      }
    };
    const compact = async () => {
      try {
        const compacted = await this.room.retention.sweep(Date.now());
        if (compacted > 0) this.logger.info(`Of ${compacted} old sessions, one fact each is kept now.`);
      } catch (error) {
        this.logger.warn('Old sessions could not be compacted. It is tried again in an hour.', error);
      }
    };
    const timers = [setInterval(maintain, MAINTENANCE), setInterval(compact, RETENTION)];
    this.timers = timers.map((timer) => timer.unref());
  },
  async stopped(this: PlaybackService) {
    for (const timer of this.timers ?? []) clearInterval(timer);
    await this.room?.stop();
    const log = await this.openingLog.catch(() => undefined);
    await log?.close();
  },
};

export default playback;
