import { sortKey } from '../../catalog/fold.ts';
import type { Artist } from '../../catalog/model.ts';

const OTHERS = '#';

export interface Letter {
  name: string;
  artists: Artist[];
}

/**
 * Files artists, which come in the order of the catalog, under the first letter of what they are sorted by: A–Z without
 * diacritics, letters of other scripts as they are, everything else under `#`, which comes first.
 */
export function byLetter(artists: readonly Artist[]): Letter[] {
  const letters = Map.groupBy(artists, (artist) => letterOf(artist.sortName ?? artist.name));
  const others = letters.get(OTHERS);
  letters.delete(OTHERS);
  const filed = [...letters].map(([name, some]) => ({ name, artists: some }));
  return others ? [{ name: OTHERS, artists: others }, ...filed] : filed;
}

function letterOf(name: string): string {
  const [letter = ''] = sortKey(name).toUpperCase();
  return /\p{L}/u.test(letter) ? letter : OTHERS;
}
