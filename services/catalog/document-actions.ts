import type { Context } from 'moleculer';
import type { Permission } from '../../mixins/broker.d.ts';
import type { ActionName, Actions } from '../actions.ts';
import { known, NOTHING } from './entry-actions.ts';
import { albumPage, artistPage, textsOf } from './index/items.ts';
import { listAlbums, listArtists, listTracks } from './index/lists.ts';
import { search } from './index/search.ts';
import * as params from './params.ts';
import type { Catalog, CatalogActions } from './service.ts';

type Call<N extends ActionName> = Context<Actions[N]['params']>;

const permissions: Permission[] = ['listener', 'service'];
const timeout = 5000;

/** Items in the catalog's own form, as bytes that are passed on as they are stored. */
export const documentActions: CatalogActions = {
  listArtistDocuments: {
    permissions,
    timeout,
    params: params.artistPage,
    handler(this: Catalog, { params: { limit, ...rest } }: Call<'catalog.listArtistDocuments'>) {
      const query = { ...rest, main: true, offset: 0, limit: limit + 1 };
      return this.index.read((rows) => rows.page(listArtists(query), limit));
    },
  },
  listAlbumDocuments: {
    permissions,
    timeout,
    params: params.albumPage,
    handler(this: Catalog, { params: { limit, ...rest } }: Call<'catalog.listAlbumDocuments'>) {
      const query = { ...rest, offset: 0, limit: limit + 1 };
      return this.index.read((rows) => rows.page(listAlbums(query), limit));
    },
  },
  listTrackDocuments: {
    permissions,
    timeout,
    params: params.trackPage,
    handler(this: Catalog, { params: { limit, ...rest } }: Call<'catalog.listTrackDocuments'>) {
      const query = { ...rest, offset: 0, limit: limit + 1 };
      return this.index.read((rows) => rows.page(listTracks(rows, query), limit));
    },
  },
  searchDocuments: {
    permissions,
    timeout,
    params: params.searched,
    handler(this: Catalog, { params: wanted }: Call<'catalog.searchDocuments'>) {
      return this.index.read((rows) => {
        const { artists, albums, tracks } = search(rows, wanted);
        return {
          artists: artists ? rows.texts(artists) : NOTHING,
          albums: albums ? rows.texts(albums) : NOTHING,
          tracks: tracks ? rows.texts(tracks) : NOTHING,
        };
      });
    },
  },
  artistDocuments: {
    permissions,
    timeout,
    params: params.byId,
    handler(this: Catalog, ctx: Call<'catalog.artistDocuments'>) {
      return this.index.read((rows) => {
        const { artist, albums } = known(artistPage(rows, ctx.params.id), 'artist');
        return { artist: rows.texts(artist), albums: rows.texts(albums) };
      });
    },
  },
  albumDocuments: {
    permissions,
    timeout,
    params: params.byId,
    handler(this: Catalog, ctx: Call<'catalog.albumDocuments'>) {
      return this.index.read((rows) => {
        const { album, tracks } = known(albumPage(rows, ctx.params.id), 'album');
        return { album: rows.texts(album), tracks: rows.texts(tracks) };
      });
    },
  },
  documents: {
    permissions,
    timeout,
    params: params.byFewIds,
    handler(this: Catalog, ctx: Call<'catalog.documents'>) {
      return this.index.read((rows) => textsOf(rows, ctx.params.ids));
    },
  },
};
