import type { Change } from '../changed-code.ts';
import { MUTANTS } from '../simulation/mutants.ts';

/** Bugs that the proof has to see, each by what it breaks. */
export const BUGS = {
  'an answer before it is stored': MUTANTS['reply-before-append']!,
  'a read model that counts again what it reads again': MUTANTS['checkpoint-apart']!,
  'another answer to the same command': [
    {
      file: 'mixins/actor/actor.ts',
      from: ': answerOf(known)) ??',
      to: ': { reply: this.#parts.kind.reply(fold.state, told.command), v: fold.v }) ??',
    },
  ],
  'bytes that are counted as often as they are delivered': [
    {
      file: 'services/playback/models/ledger.ts',
      from: 'union([...before.ranges, ...data.ranges])',
      to: '[...before.ranges, ...data.ranges]',
    },
  ],
  'a snapshot of what is not stored': [
    {
      file: 'mixins/actor/actor.ts',
      from: 'await writer.append(stored);',
      to: 'this.#parts.snapshots.save(this.stream, this.#parts.kind.version, { ...fold.snapshot(), v: draft.v, state: draft.state }); await new Promise((stored) => setTimeout(stored, 5)); await writer.append(stored);',
    },
  ],
} satisfies Record<string, readonly Change[]>;

export type Bug = keyof typeof BUGS;
