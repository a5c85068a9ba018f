import { ulid } from 'ulid';
import type { Config } from '../../config.ts';
import { ActorHost } from '../../mixins/actor/host.ts';
import { type SnapshotDoc, snapshotsIn } from '../../mixins/actor/snapshots.ts';
import { systemClock } from '../../mixins/journal/clock.ts';
import { Journal } from '../../mixins/journal/journal.ts';
import { openJournal } from '../../mixins/journal/open.ts';
import { RecentCommits } from '../../mixins/journal/recent.ts';
import type { CommitLog } from '../../mixins/journal/types.ts';
import { EVERYTHING, removalOf } from '../../mixins/projection/documents.ts';
import { Follower } from '../../mixins/projection/follower.ts';
import { ReadModels } from '../../mixins/projection/models.ts';
import { RETENTION, RETENTION_SPEC, Retention } from '../../mixins/projection/retention.ts';
import { collectionsOf } from '../../mixins/projection/slots.ts';
import { deriveKey } from '../../mixins/sealing/keys.ts';
import { SUBJECTS_SPEC, type SubjectDoc, Subjects } from '../../mixins/sealing/subjects.ts';
import type { Database } from '../../mixins/store/types.ts';
import type { DeliveryReport } from './answers.ts';
import { ClientSessions } from './clients.ts';
import { FORGOTTEN_SPEC, Forgotten } from './forgotten.ts';
import { PLAYS } from './models/plays.ts';
import { SESSIONS } from './models/sessions.ts';
import { erasedBy, MODELS, SCHEMAS } from './models.ts';
import { PlayCounts } from './plays.ts';
import type { Queue } from './queue/queue.ts';
import { QUEUE } from './queue/queue.ts';
import { Queues } from './queues.ts';
import { SESSION } from './session/session.ts';
import type { Session } from './session/state.ts';
import { type Identity, Sessions } from './sessions.ts';

/** Milliseconds for which an actor is kept awake after its last turn. */
const AWAKE = 10 * 60_000;
const DAY = 86_400_000;
/** Sessions that are closed at once when a listener is forgotten. */
const AT_ONCE = 1000;

export const COLLECTIONS = {
  ...collectionsOf(MODELS),
  snapshots: { queries: { [EVERYTHING]: {} } },
  subjects: SUBJECTS_SPEC,
  forgotten: FORGOTTEN_SPEC,
  [RETENTION]: RETENTION_SPEC,
};

interface RoomOptions {
  db: Database;
  log: CommitLog;
  secret: string;
  /** Days for which all events of a closed session are kept. */
  keepDetails: number;
  /** Name of this process, for those who look for what happened. */
  process: string;
  /** Is told of every change of a listener's queue. */
  onQueue(user: string, v: number): void;
  warn(message: string, error: unknown): void;
}

/** All that the service is made of. */
export class Room {
  readonly sessions: Sessions;
  readonly clients: ClientSessions;
  readonly queues: Queues;
  readonly models: ReadModels;
  readonly plays: PlayCounts;
  readonly log: CommitLog;
  readonly forgotten: Forgotten;
  readonly retention: Retention<Session | null>;
  readonly #subjects: Subjects;
  readonly #follower: Follower;
  readonly #warn: RoomOptions['warn'];
  readonly #passivating: NodeJS.Timeout;

  static openLog(config: Pick<Config, 'data' | 'mongoUrl' | 'namespace'>): Promise<CommitLog> {
    return openJournal(config, 'playback');
  }

  constructor({ db, log, secret, keepDetails, process, onQueue, warn }: RoomOptions) {
    this.log = log;
    this.#warn = warn;
    const subjects = new Subjects(db.collection<SubjectDoc>('subjects'), deriveKey(secret, 'subjects'));
    this.#subjects = subjects;
    this.plays = new PlayCounts({
      documents: () => this.models.serving(PLAYS),
      isAlone: db.exclusive === true,
    });
    const recent = new RecentCommits(log);
    this.models = new ReadModels({
      models: MODELS.map(({ model }) => model),
      ...{ schemas: SCHEMAS, erases: erasedBy, db },
      onWritten: (written) => this.plays.written(written),
      ...{ log, recent },
    });
    this.#follower = new Follower({
      models: this.models,
      isAlone: db.exclusive === true,
      onFailure: (error) => warn('What listeners hear is not counted for now; it will be.', error),
    });
    const journal = new Journal({
      ...{ log, clock: systemClock, process: `${process}:${ulid()}` },
      onStored: (commit, weight) => {
        recent.add(commit, weight);
        this.#follower.hint(commit.p);
      },
    });
    const snapshots = <S>() =>
      snapshotsIn<S>(
        db.collection<SnapshotDoc>('snapshots'),
        (put) => db.commit([{ collection: 'snapshots', put }]),
        (error) => warn('A snapshot was not saved.', error),
      );
    const sessions = new ActorHost({ kind: SESSION, journal, snapshots: snapshots<Session | null>() });
    const queues = new ActorHost({ kind: QUEUE, journal, snapshots: snapshots<Queue>() });
    this.#passivating = setInterval(() => {
      sessions.passivate(AWAKE);
      queues.passivate(AWAKE);
    }, AWAKE / 2).unref();
    this.sessions = new Sessions(sessions, subjects);
    this.clients = new ClientSessions({
      open: (user, identity, session) => this.open(user, identity, session),
      tellAll: (...told) => this.sessions.tellAll(...told),
    });
    this.queues = new Queues(queues, { subjects, clock: systemClock, onChanged: onQueue });
    this.forgotten = new Forgotten({ db, models: this.models, queues: this.queues });
    this.retention = new Retention({
      ...{ kind: SESSION, end: 'closed', keep: keepDetails * DAY, log, db },
      ...{ models: MODELS.map(({ model }) => model), reading: this.models },
      onCompacted: async (stream) => db.commit(await removalOf(db, 'snapshots', stream)),
      onDifferent: (stream) => warn('A session keeps its events: less would not say the same of it.', stream),
    });
  }

  async start(): Promise<void> {
    await this.models.start();
    this.#follower.start();
  }

  /** Opens a session. @throws NOT_FOUND for a listener who was forgotten */
  async open(user: string, identity: Identity, session?: string): Promise<{ session: string; v: number }> {
    await this.queues.refuseGone(user);
    return this.sessions.open(user, identity, session);
  }

  /** What was delivered to a listener; to one who was forgotten, nothing is known to have been. */
  async deliver(user: string, listener: string, deliveries: readonly DeliveryReport[]): Promise<void> {
    await this.queues.refuseGone(user);
    const groups = Map.groupBy(deliveries, ({ session = '', client }) => `${session} ${client}`);
    for (const reports of groups.values()) {
      const { session, client } = reports[0]!;
      const commands = reports.map(({ id, session: _, client: __, ...delivery }) => ({
        id,
        command: { type: 'deliver', ...delivery } as const,
      }));
      const answers = session === undefined ? [] : await this.sessions.tellAll(user, session, commands);
      const others = commands.filter((_, i) => answers[i] === undefined || 'refused' in answers[i]);
      if (others.length > 0) await this.clients.tell({ user, listener, client }, others, Date.now());
    }
  }

  /** What is personal in the sessions of a listener cannot be read any more, and no read model knows of them. */
  async forget(user: string): Promise<void> {
    await this.queues.part(user, 'depart');
    await this.caughtUp();
    const documents = this.models.serving(SESSIONS);
    for (;;) {
      const open = await documents.query('openOf', { user, open: true }, { limit: AT_ONCE });
      for (const { session } of open)
        await this.sessions.tell(user, { session, id: 'forget', command: { type: 'close', by: 'lost' } });
      if (open.length < AT_ONCE) break;
      await this.caughtUp();
    }
    await this.queues.part(user, 'erase');
    await this.#subjects.forget(user);
    await this.forgotten.add(user, Date.now());
  }

  /** Ends when the read models know of everything that was stored before. */
  caughtUp(): Promise<void> {
    return this.#follower.caughtUp();
  }

  async stop(): Promise<void> {
    clearInterval(this.#passivating);
    await this.retention.stop();
    await this.#follower
      .stop()
      .catch((error) => this.#warn('Read models could not say how far they are.', error));
  }
}
