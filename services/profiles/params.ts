import type { Kind } from './model.ts';

/** Checks of the parameters of actions. Upper bounds only keep out what no person would send. */
const id = { type: 'string', max: 64 } as const;
const manyIds = <N extends number>(max: N) => ({ type: 'array', max, items: id }) as const;
const kind = { type: 'enum', values: ['track', 'album', 'artist'] satisfies Kind[] } as const;
const position = { type: 'number', integer: true, min: 0, max: Number.MAX_SAFE_INTEGER } as const;

export const nothing = { $$strict: true } as const;
export const byId = { $$strict: true, id } as const;
export const byKind = { $$strict: true, kind } as const;
export const byUser = { $$strict: true, user: id } as const;
export const annotated = { $$strict: true, ids: manyIds(50_000) } as const;
export const starred = { $$strict: true, ids: manyIds(5000) } as const;
export const rated = {
  $$strict: true,
  id,
  rating: { type: 'number', integer: true, min: 0, max: 5 },
} as const;
export const bookmarked = {
  $$strict: true,
  id,
  position,
  comment: { type: 'string', max: 1000, optional: true },
} as const;
export const preferred = {
  $$strict: true,
  preferences: { type: 'object' },
  rev: { type: 'number', integer: true, min: 0, max: Number.MAX_SAFE_INTEGER, optional: true },
} as const;
