import type { ModelDoc, ReadModel } from '../../../mixins/projection/types.ts';
import type { CollectionSpec } from '../../../mixins/store/types.ts';
import type { Music } from '../session/events.ts';
import { ownerOf } from '../stream.ts';

export type PlayedKind = 'track' | 'album' | 'artist';

/** How often a listener has played something. */
export interface PlaysDoc extends ModelDoc {
  user: string;
  kind: PlayedKind;
  item: string;
  plays: number;
  /** The last time, ms since 1970. */
  last: number;
}

const KINDS: readonly PlayedKind[] = ['track', 'album', 'artist'];

export function playsId(user: string, item: string): string {
  return `${user}/${item}`;
}

export const PLAYS: ReadModel<PlaysDoc> = {
  name: 'plays',
  version: 1,
  touched({ type, stream, data }) {
    if (type !== 'qualified') return [];
    const { user } = ownerOf(stream);
    return KINDS.flatMap((kind) => (data as Music)[kind] ?? []).map((item) => playsId(user, item));
  },
  apply(doc, { stream, data }, _id) {
    const { user } = ownerOf(stream);
    const music = data as Music & { at: number };
    const kind = KINDS.find((one) => music[one] !== undefined && playsId(user, music[one]) === _id)!;
    const last = Math.max(doc?.last ?? 0, music.at);
    return { _id, user, kind, item: music[kind]!, plays: (doc?.plays ?? 0) + 1, last };
  },
};

export const PLAYS_SPEC: CollectionSpec = {
  fields: { user: 'string', kind: 'string', plays: 'number', last: 'number' },
  queries: {
    mostPlayed: { equal: ['user', 'kind'], order: ['plays', 'last'] },
    lastPlayed: { equal: ['user', 'kind'], order: ['last'] },
  },
};
