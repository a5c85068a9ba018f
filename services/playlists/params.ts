import { rules } from '../catalog/rules/params.ts';
import { MOST_TRACKS } from './rules.ts';

/** Checks of the parameters of actions. Upper bounds only keep out what no person would send. */
const id = { type: 'string', max: 64 } as const;
const name = { type: 'string', max: 1000 } as const;
const tracks = { type: 'array', max: MOST_TRACKS, items: id } as const;
const index = { type: 'number', integer: true, min: 0 } as const;

const rev = { ...index, max: Number.MAX_SAFE_INTEGER, optional: true } as const;
const comment = { type: 'string', max: 2000, optional: true } as const;
const open = { type: 'boolean', optional: true } as const;
const key = { type: 'string', min: 1, max: 64, optional: true } as const;

export const byId = { $$strict: true, id } as const;
export const byUser = { $$strict: true, user: id } as const;
export const ofUser = { $$strict: true, username: { type: 'string', max: 256, optional: true } } as const;
export const made = { $$strict: true, name, tracks: { ...tracks, optional: true }, key } as const;
export const replaced = { $$strict: true, id, name: { ...name, optional: true }, tracks, rev } as const;
export const updated = {
  $$strict: true,
  id,
  name: { ...name, optional: true },
  comment,
  public: open,
  add: { ...tracks, optional: true },
  remove: { type: 'array', max: MOST_TRACKS, items: index, optional: true },
  rev,
} as const;
export const inserted = { $$strict: true, id, tracks, at: { ...index, optional: true }, rev } as const;
export const moved = {
  $$strict: true,
  id,
  from: index,
  count: { type: 'number', integer: true, min: 1, max: MOST_TRACKS, optional: true },
  before: index,
  rev,
} as const;
export const madeSmart = { $$strict: true, name, rules, comment, public: open, key } as const;
export const ruled = { $$strict: true, id, rules, rev } as const;
export const counted = { $$strict: true, rules } as const;
export const exported = { $$strict: true, id, from: { ...index, optional: true }, rev } as const;
/** The size of the file is checked when it is read. */
export const imported = {
  $$strict: true,
  file: { type: 'class', instanceOf: Uint8Array },
  name: { ...name, optional: true },
  encoding: { type: 'string', max: 40, optional: true },
  key,
} as const;
