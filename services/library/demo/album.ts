import type { Design } from './covers.ts';
import type { Piece } from './piece.ts';

/** An album of the demo: what its tags say, and its music. */
export interface DemoAlbum {
  title: string;
  /** The album artist; of a compilation `Various Artists`. */
  artist: string;
  artistSort?: string;
  compilation?: boolean;
  /** `YYYY-MM-DD` or `YYYY`. */
  date: string;
  originalDate?: string;
  genre: string;
  label: string;
  cover: Design;
  discs: { title?: string; tracks: DemoTrack[] }[];
}

export interface DemoTrack {
  title: string;
  /** When they are not the album's. */
  artists?: string[];
  composer: string;
  /** When it is not the album's. */
  genre?: string;
  /** The words, each line with the bar (from 0) that it starts in. */
  lyrics?: { bar: number; line: string }[];
  piece: Piece;
}
