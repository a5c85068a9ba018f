import type { Context } from 'moleculer';
import type { Permission } from '../../mixins/broker.d.ts';
import type { ActionName, Actions } from '../actions.ts';
import type { TrackDoc } from './collections.ts';
import { documentActions } from './document-actions.ts';
import { entryActions, known } from './entry-actions.ts';
import { folderActions } from './folder-actions.ts';
import { listDecades } from './index/decades.ts';
import { albumPage, artistPage } from './index/items.ts';
import { counts, listAlbums, listGenres, listTracks } from './index/lists.ts';
import { findTrack, search } from './index/search.ts';
import { allArtists, resolveAll } from './paged.ts';
import { albumList, byFolder, byId, byIds, named, nothing, searched, trackList } from './params.ts';
import { ruleActions } from './rule-actions.ts';
import type { Catalog, CatalogActions } from './service.ts';

type Call<N extends ActionName> = Context<Actions[N]['params']>;

const permissions: Permission[] = ['listener', 'service'];
const timeout = 5000;

/** Everything that can be asked of the catalog. It is read only: what it knows comes from the library. */
export const actions: CatalogActions = {
  artists: {
    permissions,
    timeout,
    params: byFolder,
    handler(this: Catalog, { params }: Call<'catalog.artists'>) {
      return allArtists(this.index, params.folder);
    },
  },
  artist: {
    permissions,
    timeout,
    params: byId,
    handler(this: Catalog, { params }: Call<'catalog.artist'>) {
      return known(
        this.index.read((rows) => {
          const page = artistPage(rows, params.id);
          return page && { ...rows.documents(page.artist)[0]!, albums: rows.documents(page.albums) };
        }),
        'artist',
      );
    },
  },
  album: {
    permissions,
    timeout,
    params: byId,
    handler(this: Catalog, { params }: Call<'catalog.album'>) {
      return known(
        this.index.read((rows) => {
          const page = albumPage(rows, params.id);
          return page && { ...rows.documents(page.album)[0]!, tracks: rows.documents(page.tracks) };
        }),
        'album',
      );
    },
  },
  resolve: {
    permissions,
    timeout: 10_000,
    params: byIds,
    handler(this: Catalog, { params }: Call<'catalog.resolve'>) {
      return resolveAll(this.index, params.ids);
    },
  },
  listAlbums: {
    permissions,
    timeout,
    params: albumList,
    handler(this: Catalog, { params }: Call<'catalog.listAlbums'>) {
      return this.index.read((rows) => rows.documents(listAlbums(params)));
    },
  },
  listTracks: {
    permissions,
    timeout,
    params: trackList,
    handler(this: Catalog, { params }: Call<'catalog.listTracks'>) {
      return this.index.read((rows) => rows.documents(listTracks(rows, params)));
    },
  },
  search: {
    permissions,
    timeout,
    params: searched,
    handler(this: Catalog, { params }: Call<'catalog.search'>) {
      return this.index.read((rows) => {
        const { artists, albums, tracks } = search(rows, params);
        return {
          artists: artists ? rows.documents(artists) : [],
          albums: albums ? rows.documents(albums) : [],
          tracks: tracks ? rows.documents(tracks) : [],
        };
      });
    },
  },
  ...entryActions,
  ...documentActions,
  ...ruleActions,
  ...folderActions,
  genres: {
    permissions,
    timeout,
    params: nothing,
    handler(this: Catalog) {
      return this.index.read(listGenres);
    },
  },
  decades: {
    permissions,
    timeout,
    params: nothing,
    handler(this: Catalog) {
      return this.index.read(listDecades);
    },
  },
  lyrics: {
    permissions,
    timeout,
    params: byId,
    async handler(this: Catalog, { params }: Call<'catalog.lyrics'>) {
      return known(await this.db.collection<TrackDoc>('tracks').get(params.id), 'track').lyrics;
    },
  },
  findTrack: {
    permissions,
    timeout,
    params: named,
    handler(this: Catalog, { params }: Call<'catalog.findTrack'>) {
      return this.index.read((rows) => findTrack(rows, params.title, params.artist));
    },
  },
  stats: {
    permissions,
    timeout,
    params: nothing,
    handler(this: Catalog) {
      return this.index.read(counts);
    },
  },
};
