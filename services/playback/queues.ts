import { CantigaError, isError } from '../../errors.ts';
import type { Told } from '../../mixins/actor/actor.ts';
import type { ActorHost } from '../../mixins/actor/host.ts';
import type { Clock } from '../../mixins/journal/clock.ts';
import { partitionOf } from '../../mixins/journal/partitions.ts';
import type { Subjects } from '../../mixins/sealing/subjects.ts';
import type { QueueEvent } from './queue/events.ts';
import type { Queue, QueueCommand, Whereabouts } from './queue/queue.ts';
import type { Device } from './session/events.ts';
import { queueStreamOf } from './stream.ts';

export type QueueHost = ActorHost<Queue, QueueCommand, QueueEvent>;

/** A queue as its listener sees it. */
export interface QueueView extends Whereabouts {
  /** Counts its changes. */
  v: number;
  /** The `v` with which its tracks changed last. */
  edition: number;
  tracks: readonly string[];
  /**
   * Seconds into the track: now, where it sounds. Beyond its end when the device that played it is not heard of any
   * more.
   */
  position: number;
  /** Where it was last said what it does; null when nobody has said. */
  device: Device | null;
  /** When that was, ms since 1970; 0 when it was never said. */
  changed: number;
}

/** Of the sealed name of the device. */
const ABOUT = 'queue';

/** The queues of listeners. */
export class Queues {
  readonly #host: QueueHost;
  readonly #subjects: Subjects;
  readonly #clock: Clock;
  readonly #onChanged: (user: string, v: number) => void;

  /** @param onChanged is told of every change that is stored */
  constructor(
    host: QueueHost,
    {
      subjects,
      clock,
      onChanged,
    }: { subjects: Subjects; clock: Clock; onChanged: (user: string, v: number) => void },
  ) {
    this.#host = host;
    this.#subjects = subjects;
    this.#clock = clock;
    this.#onChanged = onChanged;
  }

  async look(user: string): Promise<QueueView> {
    const { state } = await this.#host.look(queueStreamOf(user), partitionOf(user));
    return this.#viewOf(user, state);
  }

  /** @throws QUEUE_CHANGED with the queue as it is, BAD_PARAMETER, NOT_FOUND for who was erased, UNAVAILABLE, DISK_FULL */
  async set(
    user: string,
    told: {
      id: string;
      expected?: number | undefined;
      tracks: readonly string[];
      device: Device;
    } & Whereabouts,
  ): Promise<QueueView> {
    const { id, expected, tracks, device, ...where } = told;
    const sealed = await this.#seal(user, device);
    return this.#tell(user, { id, expected, command: { type: 'set', tracks, device: sealed, ...where } });
  }

  /** @throws as {@link set} */
  async move(
    user: string,
    told: { id: string; edition?: number | undefined; device: Device } & Whereabouts,
  ): Promise<QueueView> {
    const { id, edition, device, ...where } = told;
    const sealed = await this.#seal(user, device);
    return this.#tell(user, { id, command: { type: 'move', edition, device: sealed, ...where } });
  }

  /** @throws NOT_FOUND for a listener who is gone */
  async refuseGone(user: string): Promise<void> {
    const { state } = await this.#host.look(queueStreamOf(user), partitionOf(user));
    if (state.gone) throw new CantigaError('NOT_FOUND', 'There is no such listener any more.');
  }

  /** Takes nothing more from a listener, or (`erase`) keeps nothing of theirs. @param id once for each */
  async part(user: string, type: 'depart' | 'erase', id: string = type): Promise<void> {
    await this.#host.tell(queueStreamOf(user), partitionOf(user), { id, command: { type } });
  }

  async #tell(user: string, told: Told<QueueCommand>): Promise<QueueView> {
    try {
      const { v } = await this.#host.tell(queueStreamOf(user), partitionOf(user), told);
      this.#onChanged(user, v);
      return await this.look(user);
    } catch (error) {
      if (!isError(error, 'CONFLICT')) throw error;
      const queue = await this.look(user);
      throw new CantigaError('QUEUE_CHANGED', 'The queue has changed since it was read.', { queue });
    }
  }

  async #seal(user: string, device: Device): Promise<string> {
    await this.refuseGone(user);
    return this.#subjects.seal(user, ABOUT, device);
  }

  async #viewOf(user: string, { v, edition, tracks, place }: Queue): Promise<QueueView> {
    const { index, isSounding, device, at } = place;
    const since = isSounding ? Math.max(0, this.#clock.now() - at) / 1000 : 0;
    return {
      ...{ v, edition, tracks, index, position: place.position + since, isSounding, changed: at },
      device: device === null ? null : ((await this.#subjects.unseal<Device>(user, ABOUT, device)) ?? null),
    };
  }
}
