import { SUMS } from './models.ts';
import type { Scenario } from './scenario.ts';
import { TALLY, type TallyCommand } from './tally.ts';
import type { World } from './world.ts';

/** The smallest actors, of which every command counts. */
export const TALLIES: Scenario<TallyCommand> = {
  hosted: [{ kind: TALLY, has: () => true }],
  places: [
    { stream: 'ta-a', p: 3 },
    { stream: 'ta-b', p: 3 },
    { stream: 'ta-c', p: 7 },
    { stream: 'ta-d', p: 7 },
  ],
  models: [SUMS],
  farewells: [],
  say: (world) => Array.from({ length: world.odds(0.3) ? world.between(2, 4) : 1 }, () => commandOf(world)),
};

function commandOf(world: World): TallyCommand {
  return world.odds(0.15) ? { check: true } : { add: world.between(1, 400) };
}
