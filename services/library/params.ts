/** Checks of the parameters of actions. Upper bounds only keep out what no person would send. */
const track = { type: 'string', pattern: /^tr-[0-9a-z]{1,40}$/ } as const;
const offset = { type: 'number', integer: true, min: 0, convert: true } as const;

export const nothing = { $$strict: true } as const;
export const scanned = { $$strict: true, full: { type: 'boolean', optional: true, convert: true } } as const;
export const paged = {
  $$strict: true,
  limit: { type: 'number', integer: true, min: 1, max: 1000, optional: true, convert: true },
  after: { type: 'string', max: 8192, optional: true },
} as const;
export const afterPosition = {
  $$strict: true,
  after: offset,
  epoch: { type: 'string', max: 40, optional: true },
} as const;
export const byTrack = { $$strict: true, track } as const;
export const slice = {
  $$strict: true,
  track,
  etag: { type: 'string', min: 1, max: 64 },
  offset,
  length: { type: 'number', integer: true, min: 1, max: 262_144, convert: true },
} as const;
export const pictureSlice = { $$strict: true, track, offset: { ...offset, optional: true } } as const;
