import type { ModelDoc, ReadModel } from '../../../mixins/projection/types.ts';
import type { CollectionSpec } from '../../../mixins/store/types.ts';
import type { Music } from '../session/events.ts';
import { ownerOf } from '../stream.ts';

export type PlayedKind = 'track' | 'album' | 'artist';

/** How often a listener has played something: ever, or in a year. */
export interface PlaysDoc extends ModelDoc {
  user: string;
  /** `all`, or a year of UTC such as `2026`. */
  period: string;
  kind: PlayedKind;
  item: string;
  plays: number;
  /** The last time, ms since 1970. */
  last: number;
}

export const EVER = 'all';
const KINDS: readonly PlayedKind[] = ['track', 'album', 'artist'];

/** Of the document about an item in a period. */
export function playsId(user: string, item: string, period = EVER): string {
  return `${user}/${period}/${item}`;
}

export const PLAYS: ReadModel<PlaysDoc> = {
  name: 'plays',
  version: 1,
  touched({ type, stream, data }) {
    if (type !== 'qualified') return [];
    const { user } = ownerOf(stream);
    const music = data as Music & { at: number };
    const ids: string[] = [];
    for (const kind of KINDS) {
      const item = music[kind];
      if (item !== undefined) ids.push(playsId(user, item), playsId(user, item, yearOf(music.at)));
    }
    return ids;
  },
  apply(doc, { stream, data }, _id) {
    const music = data as Music & { at: number };
    const last = Math.max(doc?.last ?? 0, music.at);
    if (doc !== undefined) return { ...doc, plays: doc.plays + 1, last };
    const { user } = ownerOf(stream);
    const [, period, item] = _id.split('/') as [string, string, string];
    const kind = KINDS.find((one) => music[one] === item)!;
    return { _id, user, period, kind, item, plays: 1, last };
  },
};

export const PLAYS_SPEC: CollectionSpec = {
  fields: { user: 'string', period: 'string', kind: 'string', plays: 'number', last: 'number' },
  queries: {
    mostPlayed: { equal: ['user', 'period', 'kind'], order: ['plays', 'last'] },
    lastPlayed: { equal: ['user', 'period', 'kind'], order: ['last'] },
  },
};

function yearOf(at: number): string {
  return String(new Date(at).getUTCFullYear());
}
