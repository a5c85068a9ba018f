import type { Entries } from '../../actions.ts';
import { type Note, type Notes, notesOf } from '../notes.ts';
import type { Exchange } from './exchange.ts';

/** What is known of the items of one answer, for the listener. */
export function notesOn(
  exchange: Exchange,
  ...lists: (Entries | readonly { id: string }[])[]
): Promise<Notes> {
  // Of artists, the protocol shows no plays.
  return notesOf(exchange, [...new Set(lists.flatMap(idsOf))], (id) => !id.startsWith('ar-'));
}

function idsOf(list: Entries | readonly { id: string }[]): string[] {
  return 'ids' in list ? list.ids : list.map(({ id }) => id);
}

/** The fields for what is known of an item. A rating of 0 is none; only songs have bookmarks. */
export function marks(note: Note | undefined) {
  return {
    starred: note?.starred,
    userRating: note?.rating || undefined,
    bookmarkPosition: note?.bookmark,
    playCount: note?.playCount,
    played: note?.played,
  };
}

/** The same for directories, of which the protocol does not say when they were played. */
export function directoryMarks(note: Note | undefined) {
  return { ...marks(note), played: undefined };
}

/** The same for items organised by tags, among which the protocol knows no ratings of artists. */
export function id3Marks(id: string, note: Note | undefined): Partial<ReturnType<typeof marks>> {
  return id.startsWith('ar-') ? { starred: note?.starred } : marks(note);
}
