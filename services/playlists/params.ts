import { MOST_TRACKS } from './rules.ts';

/** Checks of the parameters of actions. Upper bounds only keep out what no person would send. */
const id = { type: 'string', max: 64 } as const;
const name = { type: 'string', max: 1000 } as const;
const tracks = { type: 'array', max: MOST_TRACKS, items: id } as const;
const index = { type: 'number', integer: true, min: 0 } as const;

export const byId = { $$strict: true, id } as const;
export const byUser = { $$strict: true, user: id } as const;
export const ofUser = { $$strict: true, username: { type: 'string', max: 256, optional: true } } as const;
export const made = { $$strict: true, name, tracks: { ...tracks, optional: true } } as const;
export const replaced = { $$strict: true, id, name: { ...name, optional: true }, tracks } as const;
export const updated = {
  $$strict: true,
  id,
  name: { ...name, optional: true },
  comment: { type: 'string', max: 2000, optional: true },
  public: { type: 'boolean', optional: true },
  add: { ...tracks, optional: true },
  remove: { type: 'array', max: MOST_TRACKS, items: index, optional: true },
} as const;
