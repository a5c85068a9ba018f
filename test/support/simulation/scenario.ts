import type { ActorEvent, ActorKind } from '../../../mixins/actor/types.ts';
import type { ProjectorOptions } from '../../../mixins/projection/projector.ts';
import type { ReadModel } from '../../../mixins/projection/types.ts';
import type { World } from './world.ts';

/** A stream, and the partition in which it lies. */
export interface Place {
  stream: string;
  p: number;
}

/** Actors of one kind. */
export interface Hosted<C> {
  kind: ActorKind<unknown, C, ActorEvent>;
  has(stream: string): boolean;
}

/** The last commands about somebody, each told when the one before it is answered. */
export interface Farewell<C> {
  /** With what their streams begin, and the ids of documents about them. */
  prefix: string;
  /** After the first one, nobody else says anything to streams of theirs. */
  commands: readonly { place: Place; id: string; command: C }[];
}

/** What lives on a journal, and what follows from it. `C`: the commands of all of its actors. */
export interface Scenario<C> {
  hosted: readonly Hosted<C>[];
  places: readonly Place[];
  models: readonly ReadModel[];
  erases?: ProjectorOptions['erases'];
  farewells: readonly Farewell<C>[];
  /** What a client tells a stream at once: one command or several. */
  say(world: World, stream: string): C[];
}

/** The partitions in which anything happens. */
export function partitionsOf({ places }: Pick<Scenario<never>, 'places'>): number[] {
  return [...new Set(places.map(({ p }) => p))];
}
