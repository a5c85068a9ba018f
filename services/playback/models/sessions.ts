import type { RecordedEvent } from '../../../mixins/journal/types.ts';
import type { ModelDoc, ReadModel } from '../../../mixins/projection/types.ts';
import type { CollectionSpec } from '../../../mixins/store/types.ts';
import type { SessionEvent } from '../session/events.ts';
import { evolve, type Session } from '../session/state.ts';
import { isSession, ownerOf } from '../stream.ts';

/** A session as it is, and how far it is. */
export interface SessionDoc extends ModelDoc, Session {
  session: string;
  open: boolean;
  /** Whether something is being listened to, paused or not. */
  playing: boolean;
}

export const SESSIONS: ReadModel<SessionDoc> = {
  name: 'sessions',
  version: 2,
  touched: ({ stream }) => (isSession(stream) ? [stream] : []),
  apply(doc, event, _id) {
    const state = evolve(doc ?? null, event as RecordedEvent & SessionEvent);
    if (state === null) return undefined;
    const { user, device, openedAt, at, toldAt, listens, listen, counted, closed } = state;
    const { session } = ownerOf(event.stream);
    const now = { open: closed === null, playing: listen !== null };
    return { _id, session, user, device, openedAt, at, toldAt, listens, listen, counted, closed, ...now };
  },
};

export const SESSIONS_SPEC: CollectionSpec = {
  fields: { user: 'string', open: 'boolean', playing: 'boolean', at: 'number', openedAt: 'number' },
  queries: {
    ofUser: { equal: ['user'], order: ['openedAt'] },
    openOf: { equal: ['user', 'open'], order: ['at'] },
    open: { equal: ['open'], order: ['at'] },
    playing: { equal: ['playing'], order: ['at'] },
  },
};
