import type { Query } from '../../api/http.ts';
import type { MessageKey } from '../../i18n/messages.ts';

export const ORDERS = [
  { order: 'name', label: 'albums.byName' },
  { order: 'artist', label: 'albums.byArtist' },
  { order: 'added', label: 'albums.byAdded' },
  { order: 'year', label: 'albums.byYear' },
  { order: 'random', label: 'albums.byRandom' },
] as const satisfies readonly { order: string; label: MessageKey }[];

export type AlbumOrder = (typeof ORDERS)[number]['order'];

/** Which albums are shown, and how. */
export interface AlbumChoice {
  order: AlbumOrder;
  genre?: string;
  /** Its first year. */
  decade?: number;
}

const LAST_YEAR = 9999;

/** What an address chooses; what it cannot mean is left out. */
export function choiceIn(query: URLSearchParams): AlbumChoice {
  const order = ORDERS.find((one) => one.order === query.get('order'))?.order ?? 'name';
  const genre = query.get('genre') ?? '';
  const decade = query.get('decade') ?? '';
  return {
    order,
    ...(genre !== '' && { genre }),
    ...(/^\d{1,3}0$/.test(decade) && { decade: Number(decade) }),
  };
}

/** The parameters of the API for a choice. By year, the newest come first. */
export function filtersOf({ order, genre, decade }: AlbumChoice): Query {
  const years = decade === undefined ? undefined : { from: decade, to: decade + 9 };
  const range =
    order === 'year'
      ? { fromYear: years?.to ?? LAST_YEAR, toYear: years?.from ?? 1 }
      : years && { fromYear: years.from, toYear: years.to };
  return { order, ...(genre !== undefined && { genre }), ...range };
}
