import type { DatabaseSync } from 'node:sqlite';
import { traitKey } from '../ids.ts';
import type { Track } from '../model.ts';
import type { Field } from '../rules/rules.ts';
import { asList, foldFor } from '../rules/texts.ts';
import { prepareAll } from './statements.ts';

const SQL = {
  add: 'INSERT INTO track_facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  // What it was counted under, whatever its document says now.
  remove: 'DELETE FROM track_facts WHERE n = ? RETURNING trait',
  count: `INSERT INTO trait VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET tracks = tracks + excluded.tracks`,
  sweep: 'DELETE FROM trait WHERE trait = ? AND tracks = 0',
} as const;

/** Of a trait that is in the table already. */
const NO_TEXTS = ['', '', '', '', ''];

const SEPARATOR = '\u0001';

/** What the writer has worked out of a track already. */
interface Placed {
  n: number;
  album: number;
  disc: number;
  no: number;
  sort: string;
  /** ms since 1970 */
  added: number;
}

/** Texts of a track that others have too: artist, album, genre, path, format, each a list to look in. */
interface Trait {
  key: number;
  texts: string[];
}

/** What rules ask of the live tracks: numbers and the title of each, and once what many of them share. */
export class FactRows {
  readonly #sql;
  readonly #changes = new Map<number, { texts: string[]; by: number }>();
  /** Of the track before, with which a track mostly shares nearly all. */
  #trait: Trait = { key: 0, texts: [] };
  readonly #lists = new Map<Field, { source: string; text: string }>();

  constructor(db: DatabaseSync) {
    this.#sql = prepareAll(db, SQL);
  }

  add(track: Track, { n, album, disc, no, sort, added }: Placed): void {
    const trait = this.#traitOf(track);
    const title = asList([foldFor('title', track.title)]);
    const { id, year = 0, bpm = null, format, folder } = track;
    const { duration } = format;
    this.#sql.add.run(n, trait.key, year, bpm, duration, added, title, id, album, disc, no, sort, folder);
    this.#count(trait, 1);
  }

  remove(n: number): void {
    const removed = this.#sql.remove.get(n) as { trait: number } | undefined;
    if (removed !== undefined) this.#count({ key: removed.trait, texts: NO_TEXTS }, -1);
  }

  settle(): void {
    for (const [key, { texts, by }] of this.#changes) {
      if (by === 0) continue;
      this.#sql.count.run(key, by, ...texts);
      if (by < 0) this.#sql.sweep.run(key);
    }
    this.forget();
  }

  forget(): void {
    this.#changes.clear();
  }

  #count({ key, texts }: Trait, by: 1 | -1): void {
    const change = this.#changes.get(key);
    if (change === undefined) this.#changes.set(key, { texts, by });
    else {
      change.by += by;
      if (by === 1) change.texts = texts;
    }
  }

  #traitOf(track: Track): Trait {
    const artists = [
      track.displayArtist,
      track.displayAlbumArtist,
      ...track.artists.map(({ name }) => name),
      ...track.albumArtists.map(({ name }) => name),
    ];
    const folder = track.path.slice(0, Math.max(0, track.path.lastIndexOf('/')));
    const texts = [
      this.#listed('artist', artists),
      this.#listed('album', [track.album]),
      this.#listed('genre', track.genres),
      this.#listed('path', [folder]),
      this.#listed('format', [track.format.suffix]),
    ];
    if (texts.every((text, i) => text === this.#trait.texts[i])) return this.#trait;
    this.#trait = { key: traitKey(texts), texts };
    return this.#trait;
  }

  #listed(field: Field, names: readonly string[]): string {
    const source = names.join(SEPARATOR);
    const last = this.#lists.get(field);
    if (last?.source === source) return last.text;
    const text = asList([...new Set(names)].map((name) => foldFor(field, name)));
    this.#lists.set(field, { source, text });
    return text;
  }
}
