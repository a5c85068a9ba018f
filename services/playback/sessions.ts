import { CantigaError, toPublicError } from '../../errors.ts';
import type { Answer } from '../../mixins/actor/actor.ts';
import type { ActorHost } from '../../mixins/actor/host.ts';
import { partitionOf } from '../../mixins/journal/partitions.ts';
import type { Subjects } from '../../mixins/sealing/subjects.ts';
import type { Collection } from '../../mixins/store/types.ts';
import { newId } from '../ids.ts';
import type { RefusedCommand, TellAnswer } from './answers.ts';
import { type Page, pageBefore } from './cursor.ts';
import type { SessionDoc } from './models/sessions.ts';
import type { SessionCommand } from './session/commands.ts';
import type { Device, SessionEvent } from './session/events.ts';
import type { SessionSummary } from './session/session.ts';
import type { Session } from './session/state.ts';
import { streamOf } from './stream.ts';

export type SessionHost = ActorHost<Session | null, SessionCommand, SessionEvent>;

/** What is sealed in a session: what it is heard on, and by whom. */
export interface Identity extends Device {
  /** The name of the listener. */
  listener: string;
}

/** A session with what is personal in it; null for who is not known any more. */
export type SessionView = Omit<Session, 'device'> & { session: string; v: number; device: Device | null };

export type SessionPage = Page<Omit<SessionView, 'v'>>;

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

  /** @param session its id, when it is to be a certain one: who opens it again gets the first answer again */
  async open(
    user: string,
    identity: Identity,
    session: string = newId('se'),
  ): Promise<{ session: string; v: number }> {
    const sealed = await this.#subjects.seal(user, session, identity);
    const command = { type: 'open', user, device: sealed } as const;
    const { v } = await this.tell(user, { session, id: session, command });
    return { session, v };
  }

  /** @throws NOT_FOUND, SESSION_CLOSED, CONFLICT, UNAVAILABLE, DISK_FULL */
  async tell(user: string, { session, id, expected, command }: Tell): Promise<TellAnswer> {
    return told(await this.#host.tell(streamOf(user, session), partitionOf(user), { id, expected, command }));
  }

  /** Each is answered for itself. @throws UNAVAILABLE, DISK_FULL */
  async tellAll(
    user: string,
    session: string,
    commands: readonly { id: string; command: SessionCommand }[],
  ): Promise<(TellAnswer | RefusedCommand)[]> {
    const outcomes = await this.#host.tellAll(streamOf(user, session), partitionOf(user), commands);
    return outcomes.map((outcome) => ('refusal' in outcome ? refused(outcome.refusal) : told(outcome)));
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

  /** A page of a listener's sessions, the latest first. @throws BAD_PARAMETER */
  async page(
    documents: Pick<Collection<SessionDoc>, 'query'>,
    user: string,
    { limit, before }: { limit: number; before?: string | undefined },
  ): Promise<SessionPage> {
    const { items, next } = await pageBefore(documents, 'ofUser', { user }, 'openedAt', limit, before);
    const views = items.map(
      async ({ _id, rev: _, ck: __, open: ___, playing: ____, device, ...session }) => ({
        ...session,
        device: await this.deviceOf(user, session.session, device),
      }),
    );
    return { items: await Promise.all(views), next };
  }

  async deviceOf(user: string, session: string, sealed: string): Promise<Device | null> {
    const identity = await this.identityOf(user, session, sealed);
    if (identity === null) return null;
    const { id, name, client } = identity;
    return { id, name, client };
  }

  /** Null for who is not known any more. */
  async identityOf(user: string, session: string, sealed: string): Promise<Identity | null> {
    return (await this.#subjects.unseal<Identity>(user, session, sealed)) ?? null;
  }
}

function told({ v, reply }: Answer): TellAnswer {
  return { v, reply: reply as SessionSummary };
}

function refused(refusal: unknown): RefusedCommand {
  const { type, message } = toPublicError(refusal);
  return { refused: type as RefusedCommand['refused'], message };
}
