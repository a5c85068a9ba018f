import { CantigaError } from '../../../errors.ts';
import type { Collection, Database, Doc, Operation, QueryOptions } from '../../../mixins/store/types.ts';
import type { World } from './world.ts';

/** Collections by name, documents by id. */
export type Tables = Map<string, Map<string, Doc>>;

interface Faults {
  /** Probability that the outcome of a write is unknown: all of it is stored, or a part, or nothing. */
  lost: number;
}

/**
 * What a node sees of a database that all nodes share and that knows no transactions: several writes are done in their
 * order, with anything between two of them, also the end of the node.
 */
export function faultyDatabase(
  world: World,
  tables: Tables,
  faults: () => Faults,
  isAlive: () => boolean,
): Database {
  const table = (name: string) => tables.get(name) ?? tables.set(name, new Map()).get(name)!;
  const step = () =>
    new Promise<void>((resolve) =>
      world.after(world.chance() * 2, () => {
        if (isAlive()) resolve();
      }),
    );
  const read = async <T>(work: () => T): Promise<T> => {
    await step();
    if (world.odds(faults().lost)) throw new CantigaError('UNAVAILABLE', 'no answer');
    return structuredClone(work());
  };
  return {
    collection: <T extends Doc>(name: string) =>
      ({
        get: (id: string) => read(() => (table(name).get(id) as T | undefined) ?? null),
        getMany: (ids: readonly string[]) =>
          read(() => ids.map((id) => (table(name).get(id) as T | undefined) ?? null)),
        pick: (
          _fields: readonly never[],
          _query: string,
          _equal: object,
          { limit, after }: QueryOptions<T>,
        ) =>
          read(() => {
            const ids = [...table(name).keys()].sort().filter((id) => after === undefined || id > after._id);
            return ids.slice(0, limit).map((_id) => ({ _id }));
          }),
      }) as unknown as Collection<T>,
    async commit(operations) {
      for (const operation of operations) {
        await step();
        if (world.odds(faults().lost)) throw new CantigaError('UNAVAILABLE', 'no answer');
        write(table(operation.collection), structuredClone(operation));
      }
      await step();
      if (world.odds(faults().lost)) throw new CantigaError('UNAVAILABLE', 'no answer');
    },
    async close() {},
  };
}

function write(table: Map<string, Doc>, operation: Operation): void {
  if ('remove' in operation) {
    table.delete(operation.remove);
  } else if ('put' in operation) {
    table.set(operation.put._id, { ...operation.put, rev: 1 });
  } else if ('insert' in operation) {
    if (table.has(operation.insert._id)) throw new CantigaError('ALREADY_EXISTS', 'there');
    table.set(operation.insert._id, { ...operation.insert, rev: 1 });
  } else {
    const { _id, rev } = operation.update;
    const stored = table.get(_id);
    if (stored === undefined) throw new CantigaError('NOT_FOUND', 'gone');
    if (stored.rev !== rev) throw new CantigaError('CONFLICT', 'changed');
    table.set(_id, { ...operation.update, rev: rev + 1 });
  }
}
