import { CantigaError } from '../../../errors.ts';
import type { ActorKind } from '../../../mixins/actor/types.ts';

interface Tally {
  total: number;
  taken: number;
}

export type TallyCommand = { add: number } | { check: true };

type TallyEvent = { type: 'added'; data: { n: number } } | { type: 'halved'; data: object };

/**
 * As small an actor as one can be whose every command counts. What is odd is refused while the total is a multiple of
 * seven, so that a refusal depends on the state; adding nothing changes nothing; and some commands have two events.
 */
export const TALLY: ActorKind<Tally, TallyCommand, TallyEvent> = {
  version: 1,
  initial: { total: 0, taken: 0 },
  decide({ total }, command) {
    if ('check' in command) return [];
    const { add } = command;
    if (add % 2 === 1 && total % 7 === 0) throw new CantigaError('BAD_PARAMETER', 'odd');
    const events: TallyEvent[] = [{ type: 'added', data: { n: add } }];
    return total + add > 1000 ? [...events, { type: 'halved', data: {} }] : events;
  },
  evolve({ total, taken }, event) {
    if (event.type === 'halved') return { total: Math.floor(total / 2), taken };
    return { total: total + event.data.n, taken: taken + 1 };
  },
  reply: ({ total, taken }) => ({ total, taken }),
  schemas: { added: [], halved: [] },
};
