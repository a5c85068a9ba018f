import type { CollectionSpec, Doc } from '../../mixins/store/types.ts';
import type { Annotation, Bookmark } from '../actions.ts';
import type { Item } from '../catalog/model.ts';

export type Kind = Item['kind'];

/** What one listener says of one item. */
export interface Marks {
  /** RFC 3339. */
  starred?: string;
  /** 1 to 5. */
  rating?: number;
  /** When the rating was given, RFC 3339. */
  ratedAt?: string;
  bookmark?: { position: number; comment: string; created: string; changed: string };
}

/** {@link Marks} as they are stored. `_id` is `user:item`, so that there is one document however often it is said. */
export interface StoredMarks extends Doc, Marks {
  user: string;
  item: string;
  kind: Kind;
  isStarred?: true;
  isRated?: true;
  isBookmarked?: true;
}

/** No document lacks a field of the query that finds it: that is what the flags are for. */
export const COLLECTIONS: Record<string, CollectionSpec> = {
  marks: {
    fields: {
      user: 'string',
      kind: 'string',
      isStarred: 'boolean',
      starred: 'string',
      isRated: 'boolean',
      rating: 'number',
      ratedAt: 'string',
      isBookmarked: 'boolean',
    },
    queries: {
      byUser: { equal: ['user'] },
      starred: { equal: ['user', 'kind', 'isStarred'], order: ['starred'] },
      rated: { equal: ['user', 'kind', 'isRated'], order: ['rating', 'ratedAt'] },
      bookmarked: { equal: ['user', 'isBookmarked'] },
    },
  },
  preferences: {},
};

const KINDS: Readonly<Record<string, Kind>> = { tr: 'track', al: 'album', ar: 'artist' };

/** What kind of item has such an id; undefined when none has. */
export function kindOfId(id: string): Kind | undefined {
  const [, prefix = ''] = /^([a-z]{2})-[a-z0-9]+$/.exec(id) ?? [];
  return KINDS[prefix];
}

export function marksId(user: string, item: string): string {
  return `${user}:${item}`;
}

/** The document for marks; undefined when there is nothing left to say. */
export function storedMarks(
  user: string,
  item: string,
  kind: Kind,
  { starred, rating, ratedAt, bookmark }: Marks,
): Omit<StoredMarks, 'rev'> | undefined {
  if (starred === undefined && rating === undefined && bookmark === undefined) return undefined;
  return {
    _id: marksId(user, item),
    user,
    item,
    kind,
    ...(starred !== undefined && { starred, isStarred: true }),
    ...(rating !== undefined && { rating, ratedAt, isRated: true }),
    ...(bookmark !== undefined && { bookmark, isBookmarked: true }),
  };
}

export function annotationOf({ starred, rating, bookmark }: Marks): Annotation {
  return {
    ...(starred !== undefined && { starred }),
    ...(rating !== undefined && { rating }),
    ...(bookmark !== undefined && { bookmark: bookmark.position }),
  };
}

export function bookmarkOf(item: string, bookmark: NonNullable<Marks['bookmark']>): Bookmark {
  return { id: item, ...bookmark };
}
