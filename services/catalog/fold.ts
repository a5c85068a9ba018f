/** Letters that Unicode does not decompose into a base letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ĸ: 'k',
  ə: 'e',
  ƒ: 'f',
  ς: 'σ',
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

// Vowel signs of Indic and South-East Asian scripts are marks too, but they are letters to a reader, so they stay; so
// do the voicing marks of kana.
const ACCENT =
  /[[\p{M}&&[\p{sc=Inherited}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Syriac}]]--[\u3099\u309a]]/gv;
const KATAKANA = /[\u30a1-\u30f6]/g;
const KATAKANA_TO_HIRAGANA = 0x60;
const QUOTES = /[\u2018-\u201b\u02bc`\u00b4]/g;
const DOUBLE_QUOTES = /[\u201c-\u201f]/g;
const DASHES = /[\u2010-\u2015\u2212]/g;
const CONTROL = /[\x00-\x1f\x7f]/g;
const PLAIN = /^[\x20-\x7e]*$/;

/** Scripts that write no spaces between words. */
const SPACELESS =
  '[\\p{scx=Hani}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}]';
const LETTERS_AND_DIGITS = '[\\p{L}\\p{N}\\p{M}]';
/** A run of letters of a script without spaces (the group), or of the others. */
const RUN = new RegExp(
  `([${LETTERS_AND_DIGITS}&&${SPACELESS}]+)|[${LETTERS_AND_DIGITS}--${SPACELESS}]+`,
  'gv',
);
const ALPHANUMERIC = /[^\p{L}\p{N}\p{M}]+/gu;
const PLAIN_WORD = /^[a-z0-9]+$/;
const ARTICLE = /^(?:the|el|la|los|las|le|les|os|as|o|a)\s+(?=\S)/;
const LEADING_PUNCTUATION = /^[^\p{L}\p{N}]+(?=.*[\p{L}\p{N}])/u;

/** Longest sort or name key, in characters: enough to order by, and keeps the indexes narrow. */
const MAX_KEY = 80;
/** Digits of the largest numbers that are sorted by value in names. */
const WIDEST_NUMBER = 6;
/** Longest word that is looked for; a joined spelling beyond it helps nobody. */
const MAX_WORD = 40;

/** The articles that sorting ignores, in the spelling that Subsonic clients expect. */
export const IGNORED_ARTICLES = 'The El La Los Las Le Les Os As O A';

/**
 * Text as it is compared: lower case, without accents, full-width and compatibility forms made plain, katakana as
 * hiragana, typographic quotes and dashes as the ASCII ones. Punctuation and spaces stay.
 */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .replace(CONTROL, ' ')
    .normalize('NFKD')
    .toLowerCase()
    .replace(ACCENT, '')
    .replace(LETTER, (letter) => LETTERS[letter]!)
    .replace(QUOTES, "'")
    .replace(DOUBLE_QUOTES, '"')
    .replace(DASHES, '-')
    .normalize('NFC')
    .replace(KATAKANA, (char) => String.fromCharCode(char.charCodeAt(0) - KATAKANA_TO_HIRAGANA));
}

/** Names that are one and the same to a listener have the same identity: folded, with single spaces. */
export function identity(name: string): string {
  return fold(name).replace(/\s+/g, ' ').trim();
}

/** Letters and digits only, without spaces ("AC/DC" gives `acdc`); a name of symbols only ("!!!") stays as it is. */
export function compact(text: string): string {
  const folded = fold(text);
  const letters = folded.replace(ALPHANUMERIC, '');
  return (letters === '' ? folded.replace(/\s+/g, '') : letters).slice(0, MAX_KEY);
}

/** What a name is sorted by: folded, without leading punctuation and article. */
export function sortKey(name: string): string {
  const key = identity(name).replace(LEADING_PUNCTUATION, '');
  return key.replace(ARTICLE, '').slice(0, MAX_KEY);
}

/** What names of files and folders are sorted by: folded, numbers by their value. */
export function nameOrder(name: string): string {
  return identity(name)
    .slice(0, MAX_KEY)
    .replace(/\d+/g, (digits) => digits.padStart(WIDEST_NUMBER, '0'));
}

/** A piece of text between spaces, as words to index or to look for. */
export interface Chunk {
  /** Its runs of letters in order ("AC/DC": `ac`, `dc`). A phrase is one of a script without spaces. */
  runs: { text: string; phrase: boolean }[];
  /** Other spellings of the whole chunk: joined ("acdc", "rem"), and with symbols read as letters ("pink"). */
  spellings: string[];
}

/** The chunks of a text. A chunk of symbols only is one run of them, so that "!!!" can be found. */
export function chunks(text: string): Chunk[] {
  return fold(text)
    .split(/\s+/)
    .filter((part) => part !== '')
    .map(toChunk);
}

function toChunk(part: string): Chunk {
  if (PLAIN_WORD.test(part))
    return { runs: [{ text: part.slice(0, MAX_WORD), phrase: false }], spellings: [] };
  const runs = runsOf(part);
  if (runs.length === 0) return { runs: [{ text: part.slice(0, MAX_WORD), phrase: false }], spellings: [] };
  const spellings = new Set<string>();
  if (runs.length > 1) addJoined(spellings, runs);
  const read = readSymbols(part);
  if (read !== part) addJoined(spellings, runsOf(read));
  return { runs, spellings: [...spellings] };
}

function runsOf(part: string): Chunk['runs'] {
  return [...part.matchAll(RUN)].map((match) => ({
    text: match[0].slice(0, MAX_WORD),
    phrase: match[1] !== undefined,
  }));
}

function addJoined(spellings: Set<string>, runs: Chunk['runs']): void {
  if (runs.some((run) => run.phrase)) return;
  const joined = runs.map((run) => run.text).join('');
  if (joined.length <= MAX_WORD) spellings.add(joined);
}

/** Symbols that stand for letters inside names: P!nk, Ke$ha, A$AP. */
function readSymbols(part: string): string {
  return part.replace(/(?<=\p{L})!(?=\p{L})/gu, 'i').replace(/(?<=\p{L})\$|\$(?=\p{L})/gu, 's');
}

/** The text as words for the full-text index, separated by spaces; scripts without spaces as single characters. */
export function indexText(text: string): string {
  const words: string[] = [];
  for (const chunk of chunks(text)) {
    for (const run of chunk.runs) words.push(run.phrase ? [...run.text].join(' ') : run.text);
    words.push(...chunk.spellings);
  }
  return words.join(' ');
}

/**
 * The keys by which an exact name or its beginning is found: the name itself, without its article, with symbols
 * read as letters, and the sort name.
 */
export function nameKeys(name: string, sortName?: string): string[] {
  const folded = identity(name);
  // Mostly they are one and the same.
  const names = new Set([folded, folded.replace(ARTICLE, ''), readSymbols(folded)]);
  const keys = new Set(Array.from(names, compact));
  if (sortName !== undefined) keys.add(compact(sortName));
  keys.delete('');
  return [...keys];
}
