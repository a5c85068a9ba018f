import type { DatabaseSync } from 'node:sqlite';
import type { AlbumPart } from '../album.ts';
import { nameOrder } from '../fold.ts';
import { folderId, keyOf } from '../ids.ts';
import { prepareAll } from './statements.ts';

const SQL = {
  count: `INSERT INTO dir VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET own = own + excluded.own, songs = songs + excluded.songs`,
  sweep: 'DELETE FROM dir WHERE d = ? AND songs = 0',
} as const;

/** Ends the sort key of a name in a `place`: it is smaller than anything in a name, and {@link BEYOND} the next. */
const LEVEL = '\u0001';
const BEYOND = '\u0002';

/** A folder, by its music folder and its path inside it. */
interface Location {
  folder: number;
  dir: string;
}

interface Placed extends Location {
  d: number;
  parent: number | null;
  name: string;
  sort: string;
  /** Sorts after that of its parent and before those of its children; all of them begin with it. */
  place: string;
}

interface Counted {
  own: number;
  songs: number;
}

/** The folders with live tracks in them or below, counted as tracks come and go. */
export class FolderRows {
  readonly #sql;
  readonly #changes = new Map<string, Location & Counted>();

  constructor(db: DatabaseSync) {
    this.#sql = prepareAll(db, SQL);
  }

  count({ track, release }: AlbumPart, by: 1 | -1): void {
    if (release.path === undefined) return;
    const change = this.#changeOf({ folder: track.folder, dir: dirOf(release.path) });
    change.own += by;
    change.songs += by;
  }

  settle(): void {
    for (const { folder, dir, own } of [...this.#changes.values()]) {
      if (own === 0) continue;
      for (const above of foldersAbove(dir)) this.#changeOf({ folder, dir: above }).songs += own;
    }
    const placed = new Map<string, Placed>();
    for (const { own, songs, ...location } of this.#changes.values()) {
      if (own === 0 && songs === 0) continue;
      const { d, parent, folder, name, sort, place } = placeIn(location, placed);
      this.#sql.count.run(d, parent, folder, name, sort, place, own, songs);
      if (songs < 0) this.#sql.sweep.run(d);
    }
    this.forget();
  }

  forget(): void {
    this.#changes.clear();
  }

  #changeOf({ folder, dir }: Location): Location & Counted {
    const key = `${folder}/${dir}`;
    let change = this.#changes.get(key);
    if (change === undefined) {
      change = { folder, dir, own: 0, songs: 0 };
      this.#changes.set(key, change);
    }
    return change;
  }
}

/** In which folder a track lies, and how its file is sorted there; nulls where that is not known. */
export function placeOf({ track, release }: AlbumPart): { dir: number | null; file: string | null } {
  if (release.path === undefined) return { dir: null, file: null };
  const dir = dirOf(release.path);
  return { dir: rowOf({ folder: track.folder, dir }), file: nameOrder(lastOf(release.path)) };
}

/** The places of a folder and of all below it: from the first on, before the second. */
export function placesIn(place: string): [from: string, before: string] {
  return [place, place.slice(0, -LEVEL.length) + BEYOND];
}

function placeIn(location: Location, known: Map<string, Placed>): Placed {
  const { folder, dir } = location;
  const key = `${folder}/${dir}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const d = rowOf(location);
  const parent = dir === '' ? undefined : placeIn({ folder, dir: dirOf(dir) }, known);
  const name = lastOf(dir);
  const sort = nameOrder(name);
  // Two names may be sorted alike, but what lies in them must not be mixed.
  const own = parent === undefined ? String(folder) : `${sort}${BEYOND}${d.toString(36)}`;
  const place = `${parent?.place ?? ''}${own}${LEVEL}`;
  const placed = { ...location, d, parent: parent?.d ?? null, name, sort, place };
  known.set(key, placed);
  return placed;
}

function rowOf({ folder, dir }: Location): number {
  return keyOf(folderId(folder, dir))!;
}

/** The folders that a folder lies in, from the nearest to the music folder. */
function* foldersAbove(dir: string): Generator<string> {
  for (let path = dir; path !== ''; ) {
    path = dirOf(path);
    yield path;
  }
}

function dirOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
