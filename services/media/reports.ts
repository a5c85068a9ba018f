import { ulid } from 'ulid';
import { toPublicError } from '../../errors.ts';
import type { DeliveryReport } from '../playback/answers.ts';
import type { ByteRange, DeliveryEnd } from '../playback/session/events.ts';

/** To whom something is delivered, and in which of their sessions. */
export interface Receiver {
  user: string;
  /** The listener's name. */
  name: string;
  /** The program. */
  client: string;
  session?: string | undefined;
}

/** What is delivered: bytes of a representation of a track. */
export interface Delivered {
  track: string;
  file: string;
  size: number;
  /** Of the range that was asked for. */
  first: number;
}

/** Sends what was delivered to one listener to who keeps the ledger. */
export type Send = (user: string, name: string, deliveries: DeliveryReport[]) => Promise<unknown>;

/** Milliseconds between two looks at what there is to report. */
const INTERVAL = 1000;
/** Milliseconds after which a delivery that goes on is reported as far as it is. */
const ONGOING = 30_000;
/** Of one message, and of one report in it. */
const MOST_REPORTS = 100;
const MOST_RANGES = 64;
/** Listeners to whom messages are under way at once. */
const AT_ONCE = 32;
/** Reports that are kept while nobody takes them. */
const MOST_KEPT = 50_000;

interface Open {
  receiver: Receiver;
  delivered: Delivered;
  bytes: () => number;
  /** What of it was reported, and until when (monotonic, ms). */
  reported: number;
  since: number;
}

interface Message {
  user: string;
  name: string;
  deliveries: DeliveryReport[];
}

/**
 * Tells of what this node delivers: of each delivery when it ends, and of a long one now and then. A report goes out until
 * somebody has taken it, under the same id, so that it counts once. What was not yet reported when a node dies is not known.
 */
export class DeliveryReports {
  readonly #send: Send;
  readonly #onLoss: (report: DeliveryReport) => void;
  readonly #open = new Set<Open>();
  /** What has not been sent yet, by listener. */
  #waiting = new Map<string, Message>();
  /** What was sent and perhaps not taken: it is sent again as it is. */
  #unsure: Message[] = [];
  #kept = 0;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;

  /** @param onLoss is told of every report that is given up because too many wait */
  constructor(send: Send, onLoss: (report: DeliveryReport) => void) {
    this.#send = send;
    this.#onLoss = onLoss;
  }

  /**
   * A delivery begins.
   * @param bytes says how many bytes of it were delivered until now
   * @returns what is to be called when it has ended
   */
  begin(receiver: Receiver, delivered: Delivered, bytes: () => number): (end: DeliveryEnd) => void {
    const open: Open = { receiver, delivered, bytes, reported: 0, since: performance.now() };
    this.#open.add(open);
    this.#timer ??= setInterval(() => this.#look(), INTERVAL).unref();
    return (end) => {
      this.#open.delete(open);
      this.#report(open, end);
    };
  }

  /** Sends what there is to report, once. */
  async flush(): Promise<void> {
    for (const open of this.#open) this.#report(open, 'ongoing');
    await this.#sending;
    await this.#sendAll();
  }

  /** Sends nothing more by itself. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const since = performance.now() - ONGOING;
    for (const open of this.#open) if (open.since < since) this.#report(open, 'ongoing');
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
    if (this.#open.size === 0 && this.#kept === 0) this.stop();
  }

  #report(open: Open, end: DeliveryEnd): void {
    const { receiver, delivered, reported, since } = open;
    const { user, name, client, session } = receiver;
    const { first, ...file } = delivered;
    const bytes = open.bytes();
    const now = performance.now();
    open.reported = bytes;
    open.since = now;
    if (bytes === reported && end === 'ongoing') return;
    const seconds = Math.round(now - since) / 1000;
    const ranges: ByteRange[] = bytes > reported ? [[first + reported, first + bytes]] : [];
    const report = {
      id: ulid(),
      client,
      ...(session !== undefined && { session }),
      ...file,
      ranges,
      seconds,
      end,
    };
    if (this.#kept >= MOST_KEPT) this.#onLoss(report);
    else if (add(this.#messageTo(user, name).deliveries, report)) this.#kept++;
  }

  #messageTo(user: string, name: string): Message {
    const message = this.#waiting.get(user) ?? { user, name, deliveries: [] };
    this.#waiting.set(user, message);
    return message;
  }

  async #sendAll(): Promise<void> {
    const messages = [...this.#unsure, ...[...this.#waiting.values()].flatMap(pieces)];
    this.#waiting = new Map();
    this.#unsure = [];
    const work = async () => {
      for (let message = messages.shift(); message !== undefined; message = messages.shift()) {
        const { user, name, deliveries } = message;
        try {
          await this.#send(user, name, deliveries);
          this.#kept -= deliveries.length;
        } catch (error) {
          if (toPublicError(error).retryable) this.#unsure.push(message);
          else this.#kept -= deliveries.length;
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
}

/** Adds a report to others, or to the one that it goes on. @returns whether there is one more */
function add(reports: DeliveryReport[], report: DeliveryReport): boolean {
  const same = reports.find(
    ({ session, client, track, file, end, ranges }) =>
      session === report.session &&
      client === report.client &&
      track === report.track &&
      file === report.file &&
      end === report.end &&
      ranges.length < MOST_RANGES,
  );
  if (same === undefined) return reports.push(report) > 0;
  same.ranges = [...same.ranges, ...report.ranges];
  same.seconds += report.seconds;
  return false;
}

/** A message as several that are not too long. */
function pieces({ user, name, deliveries }: Message): Message[] {
  return Array.from({ length: Math.ceil(deliveries.length / MOST_REPORTS) }, (_, i) => ({
    user,
    name,
    deliveries: deliveries.slice(i * MOST_REPORTS, (i + 1) * MOST_REPORTS),
  }));
}
