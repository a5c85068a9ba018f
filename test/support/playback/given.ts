import { expect } from '@jest/globals';
import type { ActorEvent, ActorKind } from '../../../mixins/actor/types.ts';

/** `given(KIND, …what has happened).when(command, at).gives(…what happens)` */
export function given<S, C, E extends ActorEvent>(kind: ActorKind<S, C, E>, ...events: E[]) {
  const state = events.reduce((before, event) => kind.evolve(before, event), kind.initial);
  return {
    /** @param at milliseconds since 1970 */
    when: (command: C, at: number) => ({
      gives: (...expected: E[]) => expect(kind.decide(state, command, at)).toEqual(expected),
      refused: (error: Error) => expect(() => kind.decide(state, command, at)).toThrow(error),
      events: () => kind.decide(state, command, at),
    }),
  };
}
