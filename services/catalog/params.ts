import { rules } from './rules/params.ts';

/** Checks of the parameters of the catalog's actions. Upper bounds keep out what no person would send. */
const limit = { type: 'number', integer: true, min: 0, max: 500 } as const;
const offset = { type: 'number', integer: true, min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const folder = { type: 'number', integer: true, min: 0, max: 1_000_000, optional: true } as const;
const year = { type: 'number', integer: true, min: 0, max: 9999, optional: true } as const;
const text = { type: 'string', max: 1000 } as const;
const after = { ...text, optional: true } as const;
const page = { type: 'object', strict: true, optional: true, props: { limit, offset } } as const;

export const nothing = { $$strict: true } as const;
export const byFolder = { $$strict: true, folder } as const;
export const byId = { $$strict: true, id: { type: 'string', max: 100 } } as const;
export const byIds = {
  $$strict: true,
  ids: { type: 'array', max: 50_000, items: { type: 'string', max: 100 } },
} as const;
export const byFewIds = {
  $$strict: true,
  ids: { type: 'array', max: 500, items: { type: 'string', max: 100 } },
} as const;
const filters = {
  $$strict: true,
  genre: { ...text, optional: true },
  fromYear: year,
  toYear: year,
  addedSince: { type: 'string', max: 40, optional: true },
  folder,
  limit,
  offset,
} as const;
export const albumList = {
  ...filters,
  order: { type: 'enum', values: ['name', 'artist', 'added', 'year', 'random'] },
} as const;
export const trackList = {
  ...filters,
  order: { type: 'enum', values: ['title', 'added', 'random'] },
} as const;
const { offset: _albums, ...albumFilters } = albumList;
const { offset: _tracks, ...trackFilters } = trackList;
export const artistPage = { $$strict: true, folder, limit, after } as const;
export const albumPage = { ...albumFilters, after } as const;
export const trackPage = { ...trackFilters, after } as const;
export const folderPage = { ...byId, limit, after } as const;
export const folderTrackPage = { ...folderPage, deep: { type: 'boolean', optional: true } } as const;
export const searched = {
  $$strict: true,
  query: { ...text, max: 10_000 },
  artists: page,
  albums: page,
  tracks: page,
  folder,
} as const;
export const named = { $$strict: true, artist: { ...text, optional: true }, title: text } as const;

const trackId = { type: 'string', max: 100 } as const;
const manyIds = { type: 'array', max: 100_000, items: trackId } as const;
const marks = {
  type: 'object',
  strict: true,
  optional: true,
  props: { starred: manyIds, rated: { type: 'array', max: 5, items: manyIds } },
} as const;
export const counted = { $$strict: true, rules, marks } as const;
export const matched = { ...counted, seed: { type: 'string', max: 100, optional: true } } as const;
export const wanted = {
  $$strict: true,
  wanted: {
    type: 'array',
    max: 200,
    items: {
      type: 'object',
      strict: true,
      props: {
        path: { type: 'string', max: 4096, optional: true },
        label: { type: 'string', max: 4096, optional: true },
        duration: { type: 'number', min: 0, max: Number.MAX_SAFE_INTEGER, optional: true },
      },
    },
  },
} as const;
