import { ulid } from 'ulid';
import type { Config } from '../../config.ts';
import { ActorHost } from '../../mixins/actor/host.ts';
import { type SnapshotDoc, snapshotsIn } from '../../mixins/actor/snapshots.ts';
import { systemClock } from '../../mixins/journal/clock.ts';
import { Journal } from '../../mixins/journal/journal.ts';
import { openJournal } from '../../mixins/journal/open.ts';
import type { CommitLog } from '../../mixins/journal/types.ts';
import { Follower } from '../../mixins/projection/follower.ts';
import { collectionsOf, ReadModels } from '../../mixins/projection/models.ts';
import { deriveKey } from '../../mixins/sealing/keys.ts';
import { SUBJECTS_SPEC, type SubjectDoc, Subjects } from '../../mixins/sealing/subjects.ts';
import type { Database } from '../../mixins/store/types.ts';
import { LISTENS, LISTENS_SPEC } from './models/listens.ts';
import { PLAYS, PLAYS_SPEC } from './models/plays.ts';
import { SESSIONS, SESSIONS_SPEC } from './models/sessions.ts';
import { SESSION } from './session/session.ts';
import type { Session } from './session/state.ts';
import { Sessions } from './sessions.ts';

const MODELS = [
  { model: PLAYS, spec: PLAYS_SPEC },
  { model: LISTENS, spec: LISTENS_SPEC },
  { model: SESSIONS, spec: SESSIONS_SPEC },
];
/** Milliseconds for which an actor is kept awake after its last turn. */
const AWAKE = 10 * 60_000;

export const COLLECTIONS = { ...collectionsOf(MODELS), snapshots: {}, subjects: SUBJECTS_SPEC };

interface RoomOptions {
  db: Database;
  log: CommitLog;
  secret: string;
  /** Name of this process, for those who look for what happened. */
  process: string;
  warn(message: string, error: unknown): void;
}

/** All that the service is made of. */
export class Room {
  readonly sessions: Sessions;
  readonly models: ReadModels;
  readonly #subjects: Subjects;
  readonly #follower: Follower;
  readonly #warn: RoomOptions['warn'];
  readonly #passivating: NodeJS.Timeout;

  static openLog(config: Pick<Config, 'data' | 'mongoUrl' | 'namespace'>): Promise<CommitLog> {
    return openJournal(config, 'playback');
  }

  constructor({ db, log, secret, process, warn }: RoomOptions) {
    this.#warn = warn;
    this.#subjects = new Subjects(db.collection<SubjectDoc>('subjects'), deriveKey(secret, 'subjects'));
    this.models = new ReadModels({
      models: MODELS.map(({ model }) => model),
      schemas: SESSION.schemas,
      log,
      db,
    });
    this.#follower = new Follower({
      models: this.models,
      isAlone: db.exclusive === true,
      onFailure: (error) => warn('What listeners hear is not counted for now; it will be.', error),
    });
    const snapshots = snapshotsIn<Session | null>(
      db.collection<SnapshotDoc>('snapshots'),
      (put) => db.commit([{ collection: 'snapshots', put }]),
      (error) => warn('A snapshot was not saved.', error),
    );
    const journal = new Journal({
      ...{ log, clock: systemClock, process: `${process}:${ulid()}` },
      onStored: (p) => this.#follower.hint(p),
    });
    const host = new ActorHost({ kind: SESSION, journal, snapshots });
    this.#passivating = setInterval(() => host.passivate(AWAKE), AWAKE / 2).unref();
    this.sessions = new Sessions(host, this.#subjects);
  }

  async start(): Promise<void> {
    for (const stale of await this.models.open()) await this.models.rebuild(stale);
    this.#follower.start();
  }

  /** What is personal in the sessions of a listener cannot be read any more. */
  forget(user: string): Promise<void> {
    return this.#subjects.forget(user);
  }

  /** Ends when the read models know of everything that was stored before. */
  caughtUp(): Promise<void> {
    return this.#follower.caughtUp();
  }

  async stop(): Promise<void> {
    clearInterval(this.#passivating);
    await this.#follower
      .stop()
      .catch((error) => this.#warn('Read models could not say how far they are.', error));
  }
}
