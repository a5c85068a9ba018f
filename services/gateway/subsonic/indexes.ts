import type { Artist } from '../../catalog/model.ts';

/** Articles that do not count when artists are filed under a letter. */
export const IGNORED_ARTICLES = 'The El La Los Las Le Les';

const ARTICLE = new RegExp(`^(${IGNORED_ARTICLES.replaceAll(' ', '|')})\\s+(?=\\S)`, 'iu');
const OTHERS = '#';

export interface Letter {
  name: string;
  artists: Artist[];
}

/**
 * Files artists under the first letter of their sort names: A–Z without diacritics, letters of other scripts as they are,
 * everything else under `#`, which comes first. Within a letter the order stays.
 */
export function byLetter(artists: readonly Artist[]): Letter[] {
  const letters = Map.groupBy(artists, (artist) => letterOf(artist.sortName ?? artist.name));
  return [...letters]
    .map(([name, filed]) => ({ name, artists: filed }))
    .sort((a, b) => rank(a.name) - rank(b.name) || COLLATOR.compare(a.name, b.name));
}

const COLLATOR = new Intl.Collator('en');

function rank(letter: string): number {
  return letter === OTHERS ? 0 : 1;
}

function letterOf(name: string): string {
  const [first = ''] = name.trim().replace(ARTICLE, '');
  const [base = ''] = first.normalize('NFKD').toUpperCase();
  if (/[A-Z]/.test(base)) return base;
  const [letter = ''] = first.toUpperCase();
  return /\p{L}/u.test(letter) ? letter : OTHERS;
}
