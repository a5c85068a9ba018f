import { setTimeout as sleep } from 'node:timers/promises';
import { ulid } from 'ulid';
import { isError } from '../../errors.ts';
import type { Collection, Database, Doc } from '../store/types.ts';
import { STATES } from './slots.ts';

/** Of the document that says who builds; no read model has such a name. */
const ID = '#building';
/** Milliseconds between signs of life, between looks for them, and without one of which a claim is lost. */
const BEAT = 1000;
const LOOK = 100;
const PATIENCE = 5000;

interface ClaimDoc extends Doc {
  by: string;
}

/** Another process has taken the claim, because nothing was heard of this one for some seconds. */
export class Displaced extends Error {
  override name = 'Displaced';
}

/** The right to build read models, which one process has at a time. It is lost by who gives no sign of life. */
export class Claim {
  readonly #documents: Collection<ClaimDoc>;
  #doc: ClaimDoc;
  readonly #beating: NodeJS.Timeout;
  #beat: Promise<void> = Promise.resolve();

  /** Waits until nobody else has it. @throws UNAVAILABLE; DISK_FULL */
  static async take(documents: Collection<ClaimDoc>): Promise<Claim> {
    const by = ulid();
    let seen = '';
    let since = performance.now();
    for (;;) {
      const present = await documents.get(ID);
      const sign = `${present?.by} ${present?.rev}`;
      if (sign !== seen) since = performance.now();
      seen = sign;
      try {
        if (present === null) return new Claim(documents, await documents.insert({ _id: ID, by }));
        if (performance.now() > since + PATIENCE)
          return new Claim(documents, await documents.update({ ...present, by }));
      } catch (error) {
        if (!isLost(error)) throw error;
      }
      await sleep(LOOK);
    }
  }

  private constructor(documents: Collection<ClaimDoc>, doc: ClaimDoc) {
    this.#documents = documents;
    this.#doc = doc;
    this.#beating = setInterval(() => {
      this.#beat = this.#giveSign();
    }, BEAT).unref();
  }

  /** @throws {Displaced}; UNAVAILABLE */
  async check(): Promise<void> {
    if ((await this.#documents.get(ID))?.by !== this.#doc.by) throw new Displaced();
  }

  /** Lets others build. What is not given back is lost in some seconds. */
  async release(): Promise<void> {
    clearInterval(this.#beating);
    await this.#beat;
    await this.#documents.remove(ID, this.#doc.rev).catch(() => {});
  }

  /** One that fails is followed by others; who has lost the claim hears of it by {@link check}. */
  async #giveSign(): Promise<void> {
    await this.#beat;
    this.#doc = await this.#documents.update(this.#doc).catch(() => this.#doc);
  }
}

function isLost(error: unknown): boolean {
  return (['ALREADY_EXISTS', 'CONFLICT', 'NOT_FOUND'] as const).some((type) => isError(error, type));
}

/**
 * Does what no other process may do meanwhile; again, when another one has taken this one for dead.
 * @param work is given what it has to look at before it changes anything; nothing, where there is no other process
 * @throws what it throws; UNAVAILABLE; DISK_FULL
 */
export async function claimed<T>(
  db: Pick<Database, 'collection' | 'exclusive'>,
  work: (claim: Claim | undefined) => Promise<T>,
): Promise<T> {
  if (db.exclusive === true) return work(undefined);
  for (;;) {
    const claim = await Claim.take(db.collection(STATES));
    try {
      return await work(claim);
    } catch (error) {
      if (!(error instanceof Displaced)) throw error;
    } finally {
      await claim.release();
    }
  }
}
