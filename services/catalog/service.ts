import type { Service, ServiceSchema, ServiceSettingSchema } from 'moleculer';
import type { Follower } from './follower.ts';
import type { ReadIndex } from './index/read-index.ts';
import type { IndexState } from './index/writer.ts';
import type { Ingest } from './ingest.ts';

/** The running service, as its actions and events see it. */
export interface Catalog extends Service {
  index: ReadIndex;
  ingest: Ingest;
  follower: Follower;
  openingIndex: Promise<OpenIndex>;
}

/** The read index with what it says of itself, and how to let others have its file. */
export interface OpenIndex {
  index: ReadIndex;
  state: IndexState;
  unlock: () => void;
}

type Vars = Record<string, unknown>;
export type CatalogSchema = ServiceSchema<ServiceSettingSchema, Vars, Vars, Catalog>;
export type CatalogActions = NonNullable<CatalogSchema['actions']>;
