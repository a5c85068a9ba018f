import type { Context, ServiceSchema } from 'moleculer';
import { CantigaError } from '../../../errors.ts';
import type { LibraryChange, LibraryCommit } from '../../../services/library/facts.ts';

/** A library whose feed a test writes. */
export interface FakeLibrary {
  schema: ServiceSchema;
  /** Every array is a commit. */
  add(...commits: LibraryChange[][]): void;
  pull(after: number, epoch?: string): Promise<LibraryCommit[]>;
  /** Forgets its feed from a position on; what it adds next is of another epoch. */
  loseAfter(pos: number): void;
  /** Whether it says that its feed tells all that there is. */
  complete: boolean;
  /** While it is away, it answers nothing. */
  away: boolean;
  /** How often it was asked. */
  asked: number;
}

/** `atOnce`: commits in one answer, at most. */
export function fakeLibrary(atOnce = 3): FakeLibrary {
  const feed: LibraryCommit[] = [];
  let epoch = 1;
  const library: FakeLibrary = {
    schema: {
      name: 'library',
      actions: {
        changes: {
          permissions: ['service'],
          handler: ({ params }: Context<{ after: number; epoch?: string }>) =>
            library.pull(params.after, params.epoch),
        },
        complete: { permissions: ['service'], handler: () => library.complete },
      },
    },
    add(...commits) {
      for (const changes of commits) feed.push({ pos: feed.length + 1, epoch: `${epoch}`, changes });
    },
    loseAfter(pos) {
      feed.length = pos;
      epoch++;
    },
    async pull(after, known) {
      library.asked++;
      if (library.away) throw new CantigaError('UNAVAILABLE', 'The library is away.');
      const start = after === 0 || feed[after - 1]?.epoch === known ? after : 0;
      return structuredClone(feed.slice(start, start + atOnce));
    },
    complete: true,
    away: false,
    asked: 0,
  };
  return library;
}
