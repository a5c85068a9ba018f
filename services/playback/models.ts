import type { RecordedEvent } from '../../mixins/journal/types.ts';
import type { DeclaredModel } from '../../mixins/projection/slots.ts';
import { HOURS, HOURS_SPEC } from './models/hours.ts';
import { LEDGER, LEDGER_SPEC } from './models/ledger.ts';
import { LISTENS, LISTENS_SPEC } from './models/listens.ts';
import { PLAYS, PLAYS_SPEC } from './models/plays.ts';
import { ROYALTIES, ROYALTIES_SPEC } from './models/royalties.ts';
import { SESSIONS, SESSIONS_SPEC } from './models/sessions.ts';
import { QUEUE } from './queue/queue.ts';
import { SESSION } from './session/session.ts';
import { ownerOf, streamOf } from './stream.ts';

/** Of all events in the journal of playback. */
export const SCHEMAS = { ...SESSION.schemas, ...QUEUE.schemas };

/** All read models of playback. Those about one listener have ids that begin with theirs. */
export const MODELS: readonly DeclaredModel[] = [
  { model: PLAYS, spec: PLAYS_SPEC },
  { model: LISTENS, spec: LISTENS_SPEC },
  { model: SESSIONS, spec: SESSIONS_SPEC },
  { model: LEDGER, spec: LEDGER_SPEC },
  { model: HOURS, spec: HOURS_SPEC },
  { model: ROYALTIES, spec: ROYALTIES_SPEC },
];

/** With what the ids of those documents begin that vanish with an event. */
export function erasedBy({ type, stream }: RecordedEvent): string | undefined {
  return type === 'erased' ? streamOf(ownerOf(stream).user, '') : undefined;
}
