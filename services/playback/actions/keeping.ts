import * as params from '../params.ts';
import { rebuild } from '../rebuild.ts';
import type { Call, Playback, PlaybackActions } from '../service.ts';

/** Milliseconds, of a model of very many events. */
const LONGEST_REBUILD = 12 * 3_600_000;

/** What administrators do with what is kept. */
export const keeping: PlaybackActions = {
  rebuild: {
    permissions: ['admin'],
    timeout: LONGEST_REBUILD,
    // The same administrator is sent to the same node, which builds a model once at a time.
    placed: true,
    params: params.rebuild,
    handler(this: Playback, ctx: Call<'playback.rebuild'>) {
      return rebuild(this.room.models, ctx.params.model);
    },
  },
};
