import type { Context } from 'moleculer';
import type { Permission } from '../../mixins/broker.d.ts';
import type { ActionName, Actions } from '../actions.ts';
import { known } from './entry-actions.ts';
import { keyOf } from './ids.ts';
import { folderOf, foldersIn, tracksBelow, tracksIn } from './index/folder-lists.ts';
import * as params from './params.ts';
import type { Catalog, CatalogActions } from './service.ts';

type Call<N extends ActionName> = Context<Actions[N]['params']>;

const permissions: Permission[] = ['listener', 'service'];
const timeout = 5000;

/** The row of a folder; of what cannot be one, one that is not there. */
function rowOf(id: string): number {
  return (id.startsWith('fo-') ? keyOf(id) : undefined) ?? -1;
}

/** The folders of the music as they are on the disk, by their names inside the music folders. */
export const folderActions: CatalogActions = {
  folder: {
    permissions,
    timeout,
    params: params.byId,
    handler(this: Catalog, ctx: Call<'catalog.folder'>) {
      return known(
        this.index.read((rows) => folderOf(rows, rowOf(ctx.params.id))),
        'folder',
      );
    },
  },
  listFolders: {
    permissions,
    timeout,
    params: params.folderPage,
    handler(this: Catalog, { params: { id, ...page } }: Call<'catalog.listFolders'>) {
      return this.index.read((rows) => foldersIn(rows, rowOf(id), page));
    },
  },
  listFolderTrackDocuments: {
    permissions,
    timeout,
    params: params.folderTrackPage,
    handler(this: Catalog, { params: wanted }: Call<'catalog.listFolderTrackDocuments'>) {
      const { id, deep, limit, after } = wanted;
      const page = { limit: limit + 1, after };
      const d = rowOf(id);
      return this.index.read((rows) =>
        rows.page(deep ? tracksBelow(rows, d, page) : tracksIn(d, page), limit),
      );
    },
  },
};
