import type { Bookmark } from '../../actions.ts';
import { notesOn } from './annotations.ts';
import { type Body, type Exchange, resolve } from './exchange.ts';
import { missing, type Parameters, tooMany } from './parameters.ts';
import { song } from './songs.ts';

/** Stars of one request; what profiles takes. */
const MOST_AT_ONCE = 5_000;

export async function star({ call, params }: Exchange): Promise<Body> {
  await call('profiles.star', { ids: starredIds(params) });
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
  if (ids.length > MOST_AT_ONCE) throw tooMany('id', MOST_AT_ONCE);
  return [...new Set(ids)];
}

/** 1 to 5; 0 takes the rating back. */
export async function setRating({ call, params }: Exchange): Promise<Body> {
  const id = params.id('id', 'tr', 'al', 'ar');
  await call('profiles.rate', { id, rating: params.integer('rating', { min: 0, max: 5 }) });
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
export async function createBookmark({ call, params }: Exchange): Promise<Body> {
  await call('profiles.setBookmark', {
    id: params.id('id', 'tr'),
    position: params.integer('position'),
    comment: params.textIf('comment'),
  });
  return {};
}

export async function deleteBookmark({ call, params }: Exchange): Promise<Body> {
  await call('profiles.deleteBookmark', { id: params.id('id', 'tr') });
  return {};
}
