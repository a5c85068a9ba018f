import { resolve } from './index/items.ts';
import { listArtists } from './index/lists.ts';
import type { ReadIndex } from './index/read-index.ts';
import type { Artist, Item } from './model.ts';
import { breathe } from './signal.ts';

/** Documents that are read in one go; a few milliseconds. */
const PAGE = 500;

/** All album artists in sort order, read in pages between which others have their turn. */
export async function allArtists(index: ReadIndex, folder?: number): Promise<Artist[]> {
  // Between two pages the index may change, and an artist move from one to the next.
  const artists = new Map<string, Artist>();
  for (let offset = 0; ; offset += PAGE) {
    const page = index.read((rows) =>
      rows.documents(listArtists({ main: true, folder, limit: PAGE, offset })),
    );
    for (const artist of page) artists.set(artist.id, artist);
    if (page.length < PAGE) return [...artists.values()];
    await breathe();
  }
}

/** The items of many ids, in that order; null where there is none. */
export async function resolveAll(index: ReadIndex, ids: readonly string[]): Promise<(Item | null)[]> {
  const items: (Item | null)[] = [];
  for (let i = 0; i < ids.length; i += PAGE) {
    if (i > 0) await breathe();
    items.push(...index.read((rows) => resolve(rows, ids.slice(i, i + PAGE))));
  }
  return items;
}
