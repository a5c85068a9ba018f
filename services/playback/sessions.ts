import { CantigaError } from '../../errors.ts';
import type { Answer } from '../../mixins/actor/actor.ts';
import type { ActorHost } from '../../mixins/actor/host.ts';
import { partitionOf } from '../../mixins/journal/partitions.ts';
import type { Subjects } from '../../mixins/sealing/subjects.ts';
import { newId } from '../ids.ts';
import type { SessionCommand } from './session/commands.ts';
import type { Device, SessionEvent } from './session/events.ts';
import type { Session } from './session/state.ts';
import { streamOf } from './stream.ts';

export type SessionHost = ActorHost<Session | null, SessionCommand, SessionEvent>;

/** A session with what is personal in it; null for who is not known any more. */
export type SessionView = Omit<Session, 'device'> & { session: string; v: number; device: Device | null };

interface Tell {
  session: string;
  /** Of the command. */
  id: string;
  expected?: number | undefined;
  command: SessionCommand;
}

/** The sessions of listeners, as they and others ask for them. */
export class Sessions {
  readonly #host: SessionHost;
  readonly #subjects: Subjects;

  constructor(host: SessionHost, subjects: Subjects) {
    this.#host = host;
    this.#subjects = subjects;
  }

  async open(user: string, device: Device): Promise<{ session: string; v: number }> {
    const session = newId('se');
    const sealed = await this.#subjects.seal(user, session, device);
    const command = { type: 'open', user, device: sealed } as const;
    const { v } = await this.tell(user, { session, id: session, command });
    return { session, v };
  }

  /** @throws NOT_FOUND, SESSION_CLOSED, CONFLICT, UNAVAILABLE, DISK_FULL */
  tell(user: string, { session, id, expected, command }: Tell): Promise<Answer> {
    return this.#host.tell(streamOf(user, session), partitionOf(user), { id, expected, command });
  }

  /** A session as it is, or as it was at a version or a time (ms since 1970). @throws NOT_FOUND */
  async look(
    user: string,
    session: string,
    { version, time }: { version?: number | undefined; time?: number | undefined } = {},
  ): Promise<SessionView> {
    const stream = streamOf(user, session);
    const { v, state } =
      version !== undefined
        ? await this.#host.lookBack(stream, { v: version })
        : time !== undefined
          ? await this.#host.lookBack(stream, { at: time })
          : await this.#host.look(stream, partitionOf(user));
    if (state === null) throw new CantigaError('NOT_FOUND', 'There is no such session.');
    return { ...state, session, v, device: await this.deviceOf(user, session, state.device) };
  }

  async deviceOf(user: string, session: string, sealed: string): Promise<Device | null> {
    return (await this.#subjects.unseal<Device>(user, session, sealed)) ?? null;
  }
}
