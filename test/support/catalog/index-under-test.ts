import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openForReading, openForWriting } from '../../../services/catalog/index/file.ts';
import { IndexFile } from '../../../services/catalog/index/rows.ts';
import { type IndexRow, IndexWriter } from '../../../services/catalog/index/writer.ts';
import { toEntry } from '../../../services/catalog/track.ts';
import type { LibraryChange } from '../../../services/library/facts.ts';

/** A read index in a file of its own, written and read on this thread. */
export interface IndexUnderTest {
  file: string;
  writer: IndexWriter;
  rows: IndexFile;
  /** Stores these changes as the next commit. */
  store(...changes: LibraryChange[]): void;
  close(): void;
}

export function openIndex(): IndexUnderTest {
  const folder = mkdtempSync(join(tmpdir(), 'cantiga-index-'));
  const file = join(folder, 'index.db');
  const db = openForWriting(file);
  const writer = new IndexWriter(db);
  const reader = openForReading(file);
  const numbers = new Map<string, number>();
  return {
    file,
    writer,
    rows: new IndexFile(reader),
    store(...changes) {
      const rows = changes.map((change): IndexRow => {
        if (!numbers.has(change.track)) numbers.set(change.track, numbers.size + 1);
        return rowOf(numbers.get(change.track)!, change);
      });
      writer.apply(rows, writer.state.pos + 1, 1);
    },
    close() {
      reader.close();
      db.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function rowOf(n: number, change: LibraryChange): IndexRow {
  const { track, release } = toEntry(change);
  return [n, JSON.stringify(track), JSON.stringify(release)];
}

/** Tables of which nothing but the file's history depends: words are never taken out of the vocabulary. */
const HISTORY = ['word'];

/** All that an index says, to compare two. */
export function contents(file: string): Record<string, unknown[]> {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = db
      .prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%words%' ORDER BY name",
      )
      .all()
      .map(({ name }) => name as string)
      .filter((name) => !HISTORY.includes(name));
    const dump = Object.fromEntries(
      tables.map((name) => [
        name,
        db
          .prepare(`SELECT * FROM ${name}`)
          .all()
          .map((row) => JSON.stringify(row))
          .sort(),
      ]),
    );
    for (const table of ['track_words', 'album_words', 'artist_words']) {
      db.exec(`CREATE VIRTUAL TABLE temp.${table}_seen USING fts5vocab('main', '${table}', 'instance')`);
      dump[table] = db
        .prepare(`SELECT term, doc, col, offset FROM temp.${table}_seen`)
        .all()
        .map((row) => JSON.stringify(row))
        .sort();
    }
    return dump;
  } finally {
    db.close();
  }
}
