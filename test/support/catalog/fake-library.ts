import type { Context, ServiceSchema } from 'moleculer';
import { CantigaError } from '../../../errors.ts';
import type { LibraryChange, LibraryCommit } from '../../../services/library/facts.ts';

/** A library whose feed a test writes. */
export interface FakeLibrary {
  schema: ServiceSchema;
  /** Every array is a commit. */
  add(...commits: LibraryChange[][]): void;
  pull(after: number): Promise<LibraryCommit[]>;
  /** While it is away, it answers nothing. */
  away: boolean;
  /** How often it was asked. */
  asked: number;
}

/** `atOnce`: commits in one answer, at most. */
export function fakeLibrary(atOnce = 3): FakeLibrary {
  const feed: LibraryCommit[] = [];
  const library: FakeLibrary = {
    schema: {
      name: 'library',
      actions: {
        changes: {
          permissions: ['service'],
          handler: ({ params }: Context<{ after: number }>) => library.pull(params.after),
        },
      },
    },
    add(...commits) {
      for (const changes of commits) feed.push({ pos: feed.length + 1, changes });
    },
    async pull(after) {
      library.asked++;
      if (library.away) throw new CantigaError('UNAVAILABLE', 'The library is away.');
      return structuredClone(feed.slice(after, after + atOnce));
    },
    away: false,
    asked: 0,
  };
  return library;
}
