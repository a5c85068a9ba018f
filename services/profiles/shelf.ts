import { setImmediate as nextTurn } from 'node:timers/promises';
import { isError } from '../../errors.ts';
import { Remembered } from '../../mixins/store/remembered.ts';
import { lostRace, retryRaces } from '../../mixins/store/retry.ts';
import { Turns } from '../../mixins/store/turns.ts';
import type { Collection, Database, QueryOptions } from '../../mixins/store/types.ts';
import type { Annotation } from '../actions.ts';
import type { Marks as Marked } from '../catalog/rules/rules.ts';
import type { Change } from './changes.ts';
import {
  annotationOf,
  type Kind,
  kindOfId,
  type Marks,
  marksId,
  type StoredMarks,
  storedMarks,
} from './model.ts';

/** Documents read at once: the event loop does other work between two pages. */
const PAGE = 250;
/** Up to here, looking ids up one by one is faster than asking first how much the listener has said. */
const FEW = 200;
/** Items changed at once. */
const TOGETHER = 100;

/** The marks of all listeners in their store. */
export class Shelf {
  #db: Database;
  #marks: Collection<StoredMarks>;
  #said = new Remembered<Annotation>((user) => this.#saidBy(user));
  #turns = new Turns();

  constructor(db: Database) {
    this.#db = db;
    this.#marks = db.collection('marks');
  }

  /** What the listener says of these items. */
  async annotations(user: string, ids: readonly string[]): Promise<Record<string, Annotation>> {
    const said = this.#db.exclusive && (await this.#said.of(user));
    if (!said) return Object.fromEntries((await this.#find(user, [...new Set(ids)])).map(itemAndAnnotation));
    const found: Record<string, Annotation> = {};
    if (said.size === 0) return found;
    for (const item of ids) {
      const annotation = said.get(item);
      if (annotation !== undefined) found[item] = annotation;
    }
    return found;
  }

  /** Changes what the listener says of items; ids that no item can have are passed over. */
  async change(user: string, ids: readonly string[], change: Change): Promise<void> {
    const items = [...new Set(ids)].filter((id) => kindOfId(id) !== undefined);
    for (let start = 0; start < items.length; start += TOGETHER) {
      const together = items.slice(start, start + TOGETHER);
      await Promise.all(together.map((item) => this.changeOne(user, item, change)));
    }
  }

  /** All of one listener, in the descending order of the query. */
  async list(query: 'starred' | 'rated', user: string, kind: Kind): Promise<StoredMarks[]> {
    const flag = query === 'starred' ? 'isStarred' : 'isRated';
    return this.#all(query, { user, kind, [flag]: true }, { descending: true });
  }

  /** The tracks that a listener has starred, and those rated 1, 2, … */
  async marks(user: string): Promise<Marked> {
    const said = this.#db.exclusive && (await this.#said.of(user));
    const marked: Marked = { starred: [], rated: [[], [], [], [], []] };
    const add = (item: string, { starred, rating }: Annotation) => {
      if (starred !== undefined) marked.starred.push(item);
      if (rating !== undefined) marked.rated[rating - 1]!.push(item);
    };
    if (said) {
      for (const [item, annotation] of said) if (kindOfId(item) === 'track') add(item, annotation);
      return marked;
    }
    const [starred, rated] = await Promise.all([
      this.list('starred', user, 'track'),
      this.list('rated', user, 'track'),
    ]);
    for (const { item, starred: since } of starred) add(item, { starred: since! });
    for (const { item, rating } of rated) add(item, { rating: rating! });
    return marked;
  }

  bookmarks(user: string): Promise<StoredMarks[]> {
    return this.#all('bookmarked', { user, isBookmarked: true }, {});
  }

  /** Removes all that a listener said. */
  async forget(user: string): Promise<void> {
    try {
      for (;;) {
        const page = await this.#marks.query('byUser', { user }, { limit: PAGE });
        await this.#db.commit(page.map(({ _id }) => ({ collection: 'marks', remove: _id })));
        if (page.length < PAGE) return;
      }
    } finally {
      this.#said.forget(user);
    }
  }

  /** Asks in whichever of two ways reads less: id by id, or all that the listener has said. */
  async #find(user: string, ids: string[]): Promise<StoredMarks[]> {
    if (ids.length > FEW && (await this.#marks.count('byUser', { user })) < ids.length) {
      const wanted = new Set(ids);
      return (await this.#all('byUser', { user }, {})).filter(({ item }) => wanted.has(item));
    }
    const found: StoredMarks[] = [];
    for (let start = 0; start < ids.length; start += PAGE) {
      if (start > 0) await nextTurn();
      const page = ids.slice(start, start + PAGE).map((item) => marksId(user, item));
      found.push(...(await this.#marks.getMany(page)).filter((marks) => marks !== null));
    }
    return found;
  }

  async #all(
    query: string,
    equal: Record<string, string | boolean>,
    options: Pick<QueryOptions<StoredMarks>, 'descending'>,
  ): Promise<StoredMarks[]> {
    const found: StoredMarks[] = [];
    for await (const page of this.#pages(query, equal, options)) found.push(...page);
    return found;
  }

  async *#saidBy(user: string) {
    for await (const page of this.#pages('byUser', { user }, {})) yield page.map(itemAndAnnotation);
  }

  async *#pages(
    query: string,
    equal: Record<string, string | boolean>,
    options: Pick<QueryOptions<StoredMarks>, 'descending'>,
  ): AsyncGenerator<StoredMarks[]> {
    for (let after: StoredMarks | undefined; ; ) {
      const page = await this.#marks.query(query, equal, {
        ...options,
        limit: PAGE,
        ...(after && { after }),
      });
      yield page;
      if (page.length < PAGE) return;
      after = page.at(-1);
      await nextTurn();
    }
  }

  /** Changes what the listener says of one item, and tells what that is now. */
  changeOne(user: string, item: string, change: Change): Promise<Marks> {
    return this.#turns.take(marksId(user, item), async () => {
      try {
        const marks = await this.#write(user, item, change);
        const annotation = annotationOf(marks);
        this.#said.changed(user, item, Object.keys(annotation).length === 0 ? undefined : annotation);
        return marks;
      } catch (error) {
        this.#said.forget(user);
        throw error;
      }
    });
  }

  #write(user: string, item: string, change: Change): Promise<Marks> {
    return retryRaces(
      async () => {
        const found = await this.#marks.get(marksId(user, item));
        const marks = change(found ?? {});
        const next = storedMarks(user, item, kindOfId(item)!, marks);
        if (next === undefined) {
          if (found) await this.#marks.remove(found._id, found.rev);
        } else if (found) await this.#marks.update({ ...next, rev: found.rev });
        else await this.#marks.insert(next);
        return marks;
      },
      // Two first marks on one item meet at the insert, a change and the removal of the last mark at the update.
      (error) => lostRace(error) || isError(error, 'ALREADY_EXISTS') || isError(error, 'NOT_FOUND'),
    );
  }
}

function itemAndAnnotation(marks: StoredMarks): [string, Annotation] {
  return [marks.item, annotationOf(marks)];
}
