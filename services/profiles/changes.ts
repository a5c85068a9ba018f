import type { Marks } from './model.ts';

/** What becomes of the marks on an item. Times are RFC 3339. */
export type Change = (marks: Marks) => Marks;

/** What was starred stays starred since then. */
export const star =
  (now: string): Change =>
  (marks) => ({ ...marks, starred: marks.starred ?? now });

export const unstar: Change = ({ starred: _, ...marks }) => marks;

/** 0 takes the rating back. */
export const rate =
  (rating: number, now: string): Change =>
  ({ rating: _, ratedAt: __, ...marks }) =>
    rating === 0 ? marks : { ...marks, rating, ratedAt: now };

/** @param position ms */
export const setBookmark =
  (position: number, comment: string, now: string): Change =>
  (marks) => ({
    ...marks,
    bookmark: { position, comment, created: marks.bookmark?.created ?? now, changed: now },
  });

export const deleteBookmark: Change = ({ bookmark: _, ...marks }) => marks;
