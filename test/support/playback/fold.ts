import type { ModelDoc, ReadModel } from '../../../mixins/projection/types.ts';
import type { SessionCommand } from '../../../services/playback/session/commands.ts';
import { SESSION } from '../../../services/playback/session/session.ts';

/** What is told to a session, each at its time (ms since 1970). */
export type Story = readonly (readonly [at: number, command: SessionCommand])[];

/** The documents of a read model after some stories, by stream. */
export function modelAfter<D extends ModelDoc>(
  model: ReadModel<D>,
  stories: Readonly<Record<string, Story>>,
) {
  const docs = new Map<string, ReturnType<ReadModel<D>['apply']>>();
  for (const [stream, story] of Object.entries(stories)) {
    let [state, v] = [SESSION.initial, 0];
    for (const [at, command] of story) {
      for (const event of SESSION.decide(state, command, at)) {
        state = SESSION.evolve(state, event);
        const recorded = { ...event, stream, v: ++v, schema: 1, cmd: `c${v}`, p: 0, pos: v, at };
        for (const id of model.touched(recorded)) docs.set(id, model.apply(docs.get(id), recorded, id));
      }
    }
  }
  return docs;
}
