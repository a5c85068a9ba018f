import type { EngineOptions } from './engine.ts';
import { have } from './need.ts';

/** Processes that have nothing in common but the bus. */
const SEVERAL_PROCESSES = [
  ['services/gateway', 'services/media'],
  ['services/auth', 'services/profiles', 'services/playlists'],
  ['services/library', 'services/catalog', 'services/playback'],
];

/** How an engine may be run: `describe.each(arrangements)('… in $name', ({ options }) => …)`. */
export const arrangements: { name: string; options: EngineOptions }[] = [
  { name: 'one process', options: {} },
  ...(have('the engine in several processes', 'nats')
    ? [{ name: 'several processes', options: { services: SEVERAL_PROCESSES } }]
    : []),
];
