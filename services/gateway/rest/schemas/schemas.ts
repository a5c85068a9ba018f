import type { Rule } from '../rules.ts';
import type { Schema } from '../schema.ts';
import { CATALOG } from './catalog.ts';
import { ENGINE } from './engine.ts';
import { LISTENING } from './listening.ts';
import { fieldsIn, nullable, partial, said, text } from './object.ts';
import { PEOPLE } from './people.ts';
import { PLAYBACK } from './playback.ts';
import { ref } from './ref.ts';

const RESOURCES = { ...ENGINE, ...CATALOG, ...LISTENING, ...PLAYBACK, ...PEOPLE };

export type ResourceName = keyof typeof RESOURCES;

/** Of those that lists have, with any of the fields left out: what the parameter `fields` gives. */
const LISTED = [
  'Folder',
  'Subfolder',
  'ScanProblem',
  'Artist',
  'Album',
  'Track',
  'Genre',
  'Decade',
  'Bookmark',
  'Playlist',
  'PlaylistEntry',
  'Listening',
  'SessionEvent',
  'HistoryEntry',
  'TrackPlays',
  'AlbumPlays',
  'ArtistPlays',
  'Delivery',
  'TrackRoyalty',
  'ArtistRoyalty',
  'Device',
  'User',
] as const satisfies ResourceName[];

export type ListedName = (typeof LISTED)[number];

/** All schemas that have a name. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  ...RESOURCES,
  ...Object.fromEntries(LISTED.map((name) => [`${name}Fields`, partial(RESOURCES[name])])),
};

/** The schema of a resource. */
export function one(name: ResourceName): Schema {
  return ref(name);
}

/** The schema of a page of a list of resources of these kinds. */
export function pageOf(...names: ListedName[]): Schema {
  const whole = names.map(ref);
  const some = names.map((name) => ref(`${name}Fields`));
  return {
    type: 'object',
    properties: {
      items: { type: 'array', items: { anyOf: [...whole, ...some] } },
      next: said('For the parameter `cursor`, to get the page after it.', nullable(text)),
    },
    required: ['items', 'next'],
    additionalProperties: false,
  };
}

/** The rule of the parameter `fields` for lists of these resources. */
export function fieldsOf(...names: ListedName[]) {
  const values = [...new Set(names.flatMap((name) => fieldsIn(RESOURCES[name])))];
  return {
    type: 'array',
    max: values.length,
    items: { type: 'enum', values },
    optional: true,
    about: 'Only these fields of each item, separated by commas.',
  } as const satisfies Rule;
}
