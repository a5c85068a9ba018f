import { type Chunk, chunks, compact } from '../fold.ts';

/** What is looked for, read once for all kinds of items. */
export interface Query {
  /** Key of the whole as a name. */
  key: string;
  chunks: Chunk[];
}

/** Longer queries are cut: no name is longer, and every word costs. */
const MAX_QUERY = 200;
const MAX_CHUNKS = 12;

/** Reads a query. Null: it asks for everything (clients send nothing at all, or a pair of quotes). */
export function readQuery(text: string): Query | null {
  const trimmed = text.slice(0, MAX_QUERY).trim();
  const words = chunks(trimmed).slice(0, MAX_CHUNKS);
  if (words.length === 0 || trimmed === '""' || trimmed === "''") return null;
  return { key: compact(trimmed), chunks: words };
}

/** Other words that a mistyped one may stand for. */
export type Corrections = ReadonlyMap<string, readonly string[]>;

/**
 * The FTS5 expression that every word of the query must match, each as the beginning of a word, characters of scripts
 * without spaces as a phrase. `column`: only in that column.
 */
export function matchOf(query: Query, column?: string, corrections?: Corrections): string {
  const all = query.chunks.map((chunk) => matchChunk(chunk, corrections)).join(' AND ');
  return column === undefined ? all : `${column} : (${all})`;
}

/** The expression of a single word. */
export function matchWord(word: string): string {
  return `"${word.replaceAll('"', '""')}" *`;
}

function matchChunk({ runs, spellings }: Chunk, corrections?: Corrections): string {
  const apart = runs.map((run) => (run.phrase ? phrase(run.text) : orCorrected(run.text, corrections)));
  const ways = [`(${apart.join(' AND ')})`, ...spellings.map(matchWord)];
  return ways.length === 1 ? ways[0]! : `(${ways.join(' OR ')})`;
}

function phrase(text: string): string {
  return `"${[...text].join(' ')}"`;
}

function orCorrected(word: string, corrections?: Corrections): string {
  const others = corrections?.get(word);
  if (others === undefined) return matchWord(word);
  return `(${[word, ...others].map(matchWord).join(' OR ')})`;
}
