import type { Service, ServiceSchema, ServiceSettingSchema } from 'moleculer';
import type { Playlists } from './playlists.ts';
import type { Tallies } from './tallies.ts';

/** The running service, as its actions see it. */
export interface PlaylistsService extends Service {
  playlists: Playlists;
  tallies: Tallies;
}

type Vars = Record<string, unknown>;
export type PlaylistsSchema = ServiceSchema<ServiceSettingSchema, Vars, Vars, PlaylistsService>;
export type PlaylistsActions = NonNullable<PlaylistsSchema['actions']>;
