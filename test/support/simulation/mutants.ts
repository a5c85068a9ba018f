import { type Change, change } from '../changed-code.ts';

const ACTOR = 'mixins/actor/actor.ts';
const PROJECTOR = 'mixins/projection/projector.ts';
const PARTITION = 'mixins/journal/partition.ts';

/** What comes to pass on a long day only, on a short one. */
/** Snapshots more often than is of use. */
export const HASTE: readonly Change[] = [
  { file: ACTOR, from: 'SNAPSHOT_EVERY = 500', to: 'SNAPSHOT_EVERY = 4' },
];

/** Bugs that the simulation has to find. */
export const MUTANTS: Readonly<Record<string, readonly Change[]>> = {
  'no-dedupe': [
    {
      file: ACTOR,
      from: '(known === undefined ? taken.get(told.id) : answerOf(known)) ??',
      to: '',
    },
    { file: ACTOR, from: 'event === null', to: 'true' },
    {
      file: 'test/support/journal/memory-log.ts',
      from: 'taken || commands.has',
      to: 'taken && commands.has',
    },
  ],
  'dedupe-at-hand-only': [
    { file: ACTOR, from: 'event === null', to: 'true' },
    {
      file: 'test/support/journal/memory-log.ts',
      from: 'taken || commands.has',
      to: 'taken && commands.has',
    },
    { file: 'mixins/actor/fold.ts', from: 'REMEMBERED = 256', to: 'REMEMBERED = 2' },
  ],
  'no-fence': [
    {
      file: PARTITION,
      from: 'if (there !== undefined || isTaken) throw',
      to: 'if (isTaken) return; if (there) throw',
    },
  ],
  'no-reload': [
    {
      file: ACTOR,
      from: 'const snapshot = await snapshots.load(',
      to: 'if (this.#fold) return { fold: this.#fold, writer }; const snapshot = await snapshots.load(',
    },
  ],
  'reply-before-append': [
    { file: ACTOR, from: 'await writer.append(stored);', to: 'writer.append(stored).catch(() => {});' },
  ],
  'unknown-is-lost': [
    { file: PARTITION, from: "if (!isTaken && !isError(error, 'UNAVAILABLE'))", to: 'if (!isTaken)' },
  ],
  'full-is-certain': [{ file: PARTITION, from: 'if (isInDoubt) throw new Fenced();', to: '' }],
  'checkpoint-apart': [
    { file: PROJECTOR, from: 'if (event.pos <= (stored?.ck[partition] ?? 0)) continue;', to: '' },
  ],
  'checkpoint-first': [
    { file: PROJECTOR, from: 'STORED_EVERY = 50', to: 'STORED_EVERY = 1' },
    {
      file: PROJECTOR,
      from: 'db.commit([...operations, ...puts])',
      to: 'db.commit([...puts, ...operations])',
    },
  ],
  'torn-batch': [
    {
      file: ACTOR,
      from: 'await writer.append(stored);',
      to: 'await writer.append(stored.splice(0, stored.findIndex(({ reply }) => reply) + 1)); if (stored.length > 0) await writer.append(stored);',
    },
  ],
  'snapshot-first': [
    {
      file: ACTOR,
      from: 'await writer.append(stored);',
      to: 'this.#parts.snapshots.save(this.stream, this.#parts.kind.version, { ...fold.snapshot(), v: draft.v, state: draft.state }); await writer.append(stored);',
    },
  ],
  'erased-in-part': [
    {
      file: PROJECTOR,
      from: 'prefixes.length > 0 ? followed : []',
      to: 'prefixes.length > 0 ? followed.slice(1) : []',
    },
  ],
  'erased-comes-back': [
    {
      file: PROJECTOR,
      from: '.filter((id) => !prefixes.some((prefix) => id.startsWith(prefix)))',
      to: '',
    },
  ],
};

/**
 * Lets the modules that are loaded from now on be in haste, and have a bug.
 * @throws when the code is not there any more
 */
export function plant(name?: string): void {
  change([...HASTE, ...(name === undefined ? [] : MUTANTS[name]!)]);
}
