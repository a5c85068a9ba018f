import type { DatabaseSync } from 'node:sqlite';

/** Raise it with every change of the tables or of what is written into them: an index of another version is rebuilt. */
export const INDEX_VERSION = 5;

const WORDS = `tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* P* S* Co'", prefix='1 2 3', content='', contentless_delete=1`;

/*
 * Rows of albums, artists, genres and words are numbered by their ids or names, tracks by the order in which the catalog learned of
 * them, so every order is the same on every node and after a rebuild. Lists are cut from narrow indexes; documents are
 * fetched only for the rows of the page. Beside each document lies its entry, the same item as it is sent. Vanished
 * tracks are in `track` (and their albums in `album`) alone, and in their entries. What rules ask of a track is in
 * `track_facts`, whose rows are short enough to look at all of them; what many tracks share is once in `trait`.
 * `dir` has the folders with live tracks in them or below; its `place` sorts a folder before those in it.
 * `near_words` says by which keys a word is near others. It is a full-text table because that gathers rows and writes them
 * in order: in a table ordered by key each word would change ten pages all over it.
 */
const TABLES = `
CREATE TABLE state (one INTEGER PRIMARY KEY, pos INTEGER, at INTEGER, cursor INTEGER, target INTEGER, targetAt INTEGER,
  tracks INTEGER, albums INTEGER, artists INTEGER);
INSERT INTO state VALUES (1, 0, 0, NULL, NULL, NULL, 0, 0, 0);

CREATE TABLE track (n INTEGER PRIMARY KEY, id TEXT, live INTEGER, folder INTEGER, year INTEGER, album INTEGER,
  disc INTEGER, no INTEGER, sort TEXT, added INTEGER, dir INTEGER, file TEXT, doc TEXT, release TEXT);
CREATE UNIQUE INDEX track_id ON track (id);
CREATE INDEX track_folder ON track (folder) WHERE live = 1;
CREATE INDEX track_title ON track (sort, year, folder) WHERE live = 1;
CREATE INDEX track_year ON track (year, folder) WHERE live = 1;
CREATE INDEX track_added ON track (added) WHERE live = 1;
CREATE INDEX track_album ON track (album, live, disc, no, sort);
CREATE INDEX track_dir ON track (dir, file) WHERE live = 1;
CREATE TABLE dir (d INTEGER PRIMARY KEY, parent INTEGER, folder INTEGER, name TEXT, sort TEXT, place TEXT, own INTEGER, songs INTEGER);
CREATE INDEX dir_parent ON dir (parent, sort);
CREATE INDEX dir_place ON dir (place);
CREATE TABLE ordinal (i INTEGER PRIMARY KEY, n INTEGER);
CREATE TABLE track_genre (genre INTEGER, sort TEXT, n INTEGER, year INTEGER, folder INTEGER,
  PRIMARY KEY (genre, sort, n)) WITHOUT ROWID;

CREATE TABLE track_facts (n INTEGER PRIMARY KEY, trait INTEGER, year INTEGER, bpm REAL, duration REAL, added INTEGER,
  title TEXT, id TEXT, album INTEGER, disc INTEGER, no INTEGER, sort TEXT, folder INTEGER);
CREATE TABLE trait (trait INTEGER PRIMARY KEY, tracks INTEGER, artist TEXT, album TEXT, genre TEXT, path TEXT, format TEXT);

CREATE TABLE album (a INTEGER PRIMARY KEY, live INTEGER, sort TEXT, artistSort TEXT, year INTEGER, created INTEGER,
  songs INTEGER, cover TEXT, artists TEXT, doc TEXT);
CREATE INDEX album_name ON album (sort) WHERE live = 1;
CREATE INDEX album_by ON album (artistSort, sort) WHERE live = 1;
CREATE INDEX album_added ON album (created DESC) WHERE live = 1;
CREATE INDEX album_year ON album (year, sort) WHERE live = 1;
CREATE INDEX album_year_back ON album (year DESC, sort) WHERE live = 1;
CREATE TABLE album_artist (artist INTEGER, main INTEGER, album INTEGER, PRIMARY KEY (artist, main, album)) WITHOUT ROWID;
CREATE TABLE album_genre (genre INTEGER, sort TEXT, album INTEGER, PRIMARY KEY (genre, sort, album)) WITHOUT ROWID;
CREATE TABLE album_folder (folder INTEGER, album INTEGER, PRIMARY KEY (folder, album)) WITHOUT ROWID;

CREATE TABLE artist (a INTEGER PRIMARY KEY, live INTEGER, main INTEGER, sort TEXT, doc TEXT);
CREATE INDEX artist_name ON artist (sort) WHERE live = 1;
CREATE INDEX artist_main ON artist (sort) WHERE live = 1 AND main = 1;
CREATE TABLE artist_credit (artist INTEGER, spelling TEXT, roles TEXT, songs INTEGER, missing INTEGER,
  PRIMARY KEY (artist, spelling, roles)) WITHOUT ROWID;

CREATE TABLE track_entry (n INTEGER PRIMARY KEY, id TEXT, json BLOB);
CREATE TABLE album_entry (a INTEGER PRIMARY KEY, id TEXT, json BLOB);
CREATE TABLE artist_entry (a INTEGER PRIMARY KEY, id TEXT, json BLOB);

CREATE TABLE genre (genre INTEGER PRIMARY KEY, name TEXT, songs INTEGER, albums INTEGER);
CREATE TABLE decade (decade INTEGER PRIMARY KEY, songs INTEGER, albums INTEGER);
CREATE TABLE genre_name (genre INTEGER, name TEXT, songs INTEGER, PRIMARY KEY (genre, name)) WITHOUT ROWID;

CREATE TABLE track_key (key TEXT, item INTEGER, PRIMARY KEY (key, item)) WITHOUT ROWID;
CREATE TABLE album_key (key TEXT, item INTEGER, PRIMARY KEY (key, item)) WITHOUT ROWID;
CREATE TABLE artist_key (key TEXT, item INTEGER, PRIMARY KEY (key, item)) WITHOUT ROWID;
CREATE VIRTUAL TABLE track_words USING fts5(name, artists, album, ${WORDS});
CREATE VIRTUAL TABLE album_words USING fts5(name, artists, ${WORDS});
CREATE VIRTUAL TABLE artist_words USING fts5(name, ${WORDS});
CREATE TABLE word (w INTEGER PRIMARY KEY, text TEXT);
CREATE VIRTUAL TABLE near_words USING fts5(keys, tokenize='ascii', detail=none, columnsize=0, content='');
`;

/** Pieces of a size that are merged at once while writing, and when nothing else is to be written. */
const FULL_TEXT = ['track_words', 'album_words', 'artist_words', 'near_words']
  .map((table) => `INSERT INTO ${table} (${table}, rank) VALUES ('automerge', 8), ('usermerge', 2);`)
  .join('');

/** Whether the database holds an index of this version; an empty one is made into such. */
export function prepareSchema(db: DatabaseSync): boolean {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version === INDEX_VERSION) return true;
  const empty = db.prepare('SELECT count(*) AS n FROM sqlite_master').get() as { n: number };
  if (version !== 0 || empty.n > 0) return false;
  db.exec(`BEGIN; ${TABLES} ${FULL_TEXT} PRAGMA user_version = ${INDEX_VERSION}; COMMIT`);
  return true;
}
