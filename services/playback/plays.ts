import { setImmediate as nextTurn } from 'node:timers/promises';
import { EVERYTHING } from '../../mixins/projection/documents.ts';
import type { Written } from '../../mixins/projection/projector.ts';
import { Remembered } from '../../mixins/store/remembered.ts';
import type { Collection } from '../../mixins/store/types.ts';
import { EVER, PLAYS, type PlayedKind, type PlaysDoc, playsId } from './models/plays.ts';

/** How often something was played, and when last (RFC 3339). */
export interface Plays {
  plays: number;
  last: string;
}

/** Documents that are read at once: the event loop does other work between two pages. */
const AT_ONCE = 250;

interface PlaysOptions {
  /** Where the read model is read. */
  documents(): Pick<Collection<PlaysDoc>, 'getMany' | 'query'>;
  /** Whether no other process can write to it. */
  isAlone: boolean;
}

/** What listeners have played, kept in memory where that stays true. Every list of songs and albums asks for it. */
export class PlayCounts {
  readonly #options: PlaysOptions;
  readonly #remembered = new Remembered<Plays>((user) => this.#allOf(user));

  constructor(options: PlaysOptions) {
    this.#options = options;
  }

  /** What a listener has played of these tracks, albums and artists; what was never played is left out. */
  async of(user: string, ids: readonly string[]): Promise<Record<string, Plays>> {
    const { isAlone, documents } = this.#options;
    const found: Record<string, Plays> = {};
    const all = isAlone ? await this.#remembered.of(user) : undefined;
    if (all !== undefined) {
      if (all.size === 0) return found;
      for (const id of ids) {
        const plays = all.get(id);
        if (plays !== undefined) found[id] = plays;
      }
      return found;
    }
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const page = ids.slice(from, from + AT_ONCE).map((item) => playsId(user, item));
      for (const doc of await documents().getMany(page)) if (doc !== null) found[doc.item] = playsIn(doc);
    }
    return found;
  }

  /** To be told of what is written to the read models; see `onWritten` of the projector. */
  written(written: readonly Written[] | undefined): void {
    if (written === undefined) this.#remembered.forgetAll();
    for (const { model, doc } of written ?? []) {
      if (model.name !== PLAYS.name) continue;
      const { user, period, item, ...plays } = doc as PlaysDoc;
      if (period === EVER) this.#remembered.changed(user, item, playsIn(plays));
    }
  }

  async *#allOf(user: string): AsyncGenerator<[item: string, plays: Plays][]> {
    const documents = this.#options.documents();
    const prefix = playsId(user, '');
    let after = { _id: prefix } as PlaysDoc;
    for (;;) {
      const page = await documents.query(EVERYTHING, {}, { limit: AT_ONCE, after });
      const theirs = page.filter(({ _id }) => _id.startsWith(prefix));
      yield theirs.map((doc) => [doc.item, playsIn(doc)]);
      if (theirs.length < AT_ONCE) return;
      after = theirs.at(-1)!;
      await nextTurn();
    }
  }
}

/** What a listener has played most, or last: ever, or in a year of UTC. */
export async function playedBy(
  documents: Pick<Collection<PlaysDoc>, 'query'>,
  user: string,
  {
    kind,
    order,
    limit,
    offset = 0,
    period = EVER,
  }: { kind: PlayedKind; order: 'most' | 'last'; limit: number; offset?: number; period?: string },
): Promise<({ id: string } & Plays)[]> {
  const query = order === 'most' ? 'mostPlayed' : 'lastPlayed';
  const options = { descending: true, limit: offset + limit };
  const played = await documents.query(query, { user, period, kind }, options);
  return played.slice(offset).map((doc) => ({ id: doc.item, ...playsIn(doc) }));
}

function playsIn({ plays, last }: Pick<PlaysDoc, 'plays' | 'last'>): Plays {
  return { plays, last: new Date(last).toISOString() };
}
