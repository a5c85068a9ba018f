import type { Context } from 'moleculer';
import { CantigaError } from '../../errors.ts';
import type { Permission } from '../../mixins/broker.d.ts';
import type { ActionName, Actions, Entries } from '../actions.ts';
import { albumPage, artistPage, tracksOf } from './index/items.ts';
import { listAlbums, listTracks } from './index/lists.ts';
import { search } from './index/search.ts';
import { albumList, byFewIds, byId, searched, trackList } from './params.ts';
import type { Catalog, CatalogActions } from './service.ts';

type Call<N extends ActionName> = Context<Actions[N]['params']>;

const permissions: Permission[] = ['listener', 'service'];
const timeout = 5000;

/** What most requests ask for, as it is sent: no item is parsed or written anew on its way to a client. */
export const entryActions: CatalogActions = {
  listAlbumEntries: {
    permissions,
    timeout,
    params: albumList,
    handler(this: Catalog, { params }: Call<'catalog.listAlbumEntries'>) {
      return this.index.read((rows) => rows.entries(listAlbums(params)));
    },
  },
  listTrackEntries: {
    permissions,
    timeout,
    params: trackList,
    handler(this: Catalog, { params }: Call<'catalog.listTrackEntries'>) {
      return this.index.read((rows) => rows.entries(listTracks(rows, params)));
    },
  },
  searchEntries: {
    permissions,
    timeout,
    params: searched,
    handler(this: Catalog, { params }: Call<'catalog.searchEntries'>) {
      return this.index.read((rows) => {
        const { artists, albums, tracks } = search(rows, params);
        return {
          artists: artists ? rows.entries(artists) : NOTHING,
          albums: albums ? rows.entries(albums) : NOTHING,
          tracks: tracks ? rows.entries(tracks) : NOTHING,
        };
      });
    },
  },
  artistEntries: {
    permissions,
    timeout,
    params: byId,
    handler(this: Catalog, { params }: Call<'catalog.artistEntries'>) {
      return this.index.read((rows) => {
        const { artist, albums } = known(artistPage(rows, params.id), 'artist');
        return { artist: rows.entries(artist), albums: rows.entries(albums) };
      });
    },
  },
  albumEntries: {
    permissions,
    timeout,
    params: byId,
    handler(this: Catalog, { params }: Call<'catalog.albumEntries'>) {
      return this.index.read((rows) => {
        const { album, tracks } = known(albumPage(rows, params.id), 'album');
        return { album: rows.entries(album), tracks: rows.entries(tracks) };
      });
    },
  },
  trackEntries: {
    permissions,
    timeout,
    params: byFewIds,
    handler(this: Catalog, { params }: Call<'catalog.trackEntries'>) {
      return this.index.read((rows) => rows.entries(tracksOf(params.ids)));
    },
  },
};

export const NOTHING: Entries = { ids: [], lengths: [], json: Buffer.alloc(0) };

/** @throws NOT_FOUND */
export function known<T>(item: T | null | undefined, kind: string): T {
  if (item === null || item === undefined) throw new CantigaError('NOT_FOUND', `There is no such ${kind}.`);
  return item;
}
