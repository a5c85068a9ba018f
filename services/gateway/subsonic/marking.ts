import type { Bookmark } from '../../actions.ts';
import { notesOn } from './annotations.ts';
import { type Body, type Exchange, mustExist, resolve } from './exchange.ts';
import { missing, type Parameters } from './parameters.ts';
import { song } from './songs.ts';

const POSITION = { min: 0, max: Number.MAX_SAFE_INTEGER };

export async function star(exchange: Exchange): Promise<Body> {
  const ids = starredIds(exchange.params);
  await mustExist(exchange, 'id', ids);
  await exchange.call('profiles.star', { ids });
  return {};
}

/** Takes stars also from what is gone. */
export async function unstar({ call, params }: Exchange): Promise<Body> {
  await call('profiles.unstar', { ids: starredIds(params) });
  return {};
}

/** `id` may name songs, albums and artists alike. */
function starredIds(params: Parameters): string[] {
  const ids = [
    ...params.ids('id', 'tr', 'al', 'ar'),
    ...params.ids('albumId', 'al'),
    ...params.ids('artistId', 'ar'),
  ];
  if (ids.length === 0) throw missing('id');
  return [...new Set(ids)];
}

/** 1 to 5; 0 takes the rating back. */
export async function setRating(exchange: Exchange): Promise<Body> {
  const id = exchange.params.id('id', 'tr', 'al', 'ar');
  const rating = exchange.params.integer('rating', { min: 0, max: 5 });
  await mustExist(exchange, 'id', [id]);
  await exchange.call('profiles.rate', { id, rating });
  return {};
}

export async function getBookmarks(exchange: Exchange): Promise<Body> {
  const bookmarks = await exchange.call('profiles.bookmarks', {});
  const items = await resolve(
    exchange,
    bookmarks.map(({ id }) => id),
  );
  const tracks = items.filter((item) => item?.kind === 'track');
  const notes = await notesOn(exchange, tracks);
  const byId = new Map(tracks.map((track) => [track.id, track]));
  const bookmark = bookmarks.flatMap(({ id, position, comment, created, changed }: Bookmark) => {
    const track = byId.get(id);
    if (track === undefined) return [];
    const entry = song(track, notes[id]);
    return [{ position, username: exchange.user.name, comment, created, changed, entry }];
  });
  return { bookmarks: { bookmark } };
}

/** `position` in milliseconds. */
export async function createBookmark(exchange: Exchange): Promise<Body> {
  const { call, params } = exchange;
  const id = params.id('id', 'tr');
  const position = params.integer('position', POSITION);
  const comment = params.textIf('comment');
  await mustExist(exchange, 'id', [id]);
  await call('profiles.setBookmark', { id, position, comment });
  return {};
}

export async function deleteBookmark({ call, params }: Exchange): Promise<Body> {
  await call('profiles.deleteBookmark', { id: params.id('id', 'tr') });
  return {};
}
