import type { AlbumList, TrackList } from '../../../services/actions.ts';
import { albumPage, artistPage } from '../../../services/catalog/index/items.ts';
import * as lists from '../../../services/catalog/index/lists.ts';
import type { IndexFile, Selection } from '../../../services/catalog/index/rows.ts';
import * as searching from '../../../services/catalog/index/search.ts';

// What a read index answers, as objects.

export const listAlbums = (index: IndexFile, list: AlbumList) => index.documents(lists.listAlbums(list));

export const listTracks = (index: IndexFile, list: TrackList) =>
  index.documents(lists.listTracks(index, list));

export const listArtists = (index: IndexFile, list: Parameters<typeof lists.listArtists>[0]) =>
  index.documents(lists.listArtists(list));

export const allTracks = (index: IndexFile, ...page: Parameters<typeof lists.allTracks>) =>
  index.documents(lists.allTracks(...page));

export function artistWithAlbums(index: IndexFile, id: string) {
  const page = artistPage(index, id);
  return page && { ...index.documents(page.artist)[0]!, albums: index.documents(page.albums) };
}

export function albumWithTracks(index: IndexFile, id: string) {
  const page = albumPage(index, id);
  return page && { ...index.documents(page.album)[0]!, tracks: index.documents(page.tracks) };
}

export function search(index: IndexFile, params: searching.SearchParams) {
  const { artists, albums, tracks } = searching.search(index, params);
  const some = <K extends Selection['kind']>(selection?: Selection<K>) =>
    selection ? index.documents(selection) : [];
  return { artists: some(artists), albums: some(albums), tracks: some(tracks) };
}
