import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { totalmem } from 'node:os';
import { toPublicError } from '../../errors.ts';
import type { BlockCache } from './blocks.ts';
import { Delivery, type Ending } from './delivery.ts';
import { Pace } from './pace.ts';
import { Headroom, Ration } from './ration.ts';
import { SlicePool } from './slices.ts';
import type { Source } from './source.ts';

/** How an answer ended, and how many bytes of its body the system took for the client. */
export interface Outcome {
  bytes: number;
  reason: Ending;
}

/** A client that takes nothing for so long, in ms, is not coming back. Players resume by Range. */
const STALL_TIME = 600_000;
/** Part of the machine's memory; Linux has about a tenth of it for TCP. */
const HEADROOM = 0.01;

/** The answers that are being delivered on this node. */
export class Deliveries {
  readonly slices = new SlicePool();
  readonly headroom = new Headroom(totalmem() * HEADROOM);
  readonly #cache: BlockCache;
  readonly #stallTime: number;
  readonly #open = new Set<Delivery>();
  readonly #paces = new WeakMap<Socket, Pace>();
  #sweep: NodeJS.Timeout | undefined;

  constructor(cache: BlockCache, stallTime = STALL_TIME) {
    this.#cache = cache;
    this.#stallTime = stallTime;
  }

  get open(): number {
    return this.#open.size;
  }

  /** Answers with a body that is in memory, or with none. */
  small(res: ServerResponse, status: number, headers: OutgoingHttpHeaders, body?: Buffer): Promise<Outcome> {
    return new Promise((resolve) => {
      const closed = () =>
        resolve(
          res.writableFinished
            ? { bytes: body?.length ?? 0, reason: 'completed' }
            : { bytes: 0, reason: 'left' },
        );
      if (res.destroyed) {
        closed();
        return;
      }
      res.once('close', closed);
      res.writeHead(status, headers).end(body);
    });
  }

  /**
   * Sends the bytes from `first` up to, not including, `end`; the source is released when the answer has ended.
   * @param rate bytes of music a second
   * @param watch is given what says how many bytes were delivered until now
   * @throws CantigaError when the first bytes cannot be read; `begin` has not been called then
   */
  start(
    res: ServerResponse,
    source: Source,
    range: { first: number; end: number },
    rate: number,
    begin: () => void,
    watch: (bytes: () => number) => void = () => {},
  ): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const parts = {
        cache: this.#cache,
        slices: this.slices,
        pace: this.#paceOf(res.socket),
        ration: new Ration(this.headroom, rate, performance.now()),
        source,
        res,
        begin,
      };
      const closed = () => {
        delivery.close();
        this.#remove(delivery);
        const reason = delivery.ending ?? (res.writableFinished ? 'completed' : 'left');
        resolve({ bytes: delivery.bytes, reason });
      };
      const delivery = new Delivery(parts, range, (error) => {
        res.off('close', closed);
        this.#remove(delivery);
        reject(toPublicError(error));
      });
      watch(() => delivery.bytes);
      this.#add(delivery);
      if (res.destroyed) {
        closed();
        return;
      }
      res.once('close', closed);
      delivery.pump();
    });
  }

  /** Ends all of them: the node stops. */
  stop(): void {
    for (const delivery of this.#open) delivery.abort('failed');
  }

  #paceOf(socket: Socket | null): Pace {
    let pace = socket ? this.#paces.get(socket) : undefined;
    if (!pace) {
      pace = new Pace();
      if (socket) this.#paces.set(socket, pace);
    }
    return pace;
  }

  #add(delivery: Delivery): void {
    this.#open.add(delivery);
    this.#sweep ??= setInterval(() => this.#abortStalled(), this.#stallTime / 10).unref();
  }

  #remove(delivery: Delivery): void {
    this.#open.delete(delivery);
    if (this.#open.size > 0) return;
    clearInterval(this.#sweep);
    this.#sweep = undefined;
  }

  #abortStalled(): void {
    const since = performance.now() - this.#stallTime;
    for (const delivery of this.#open) {
      if (delivery.progressAt < since) delivery.abort('stalled');
    }
  }
}
