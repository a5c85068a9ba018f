import type { AudioFormat, Lyrics } from '../library/facts.ts';

/** A named reference to an artist. */
export interface ArtistRef {
  id: string;
  name: string;
}

export interface Track {
  kind: 'track';
  /** `tr-…` */
  id: string;
  title: string;
  sortTitle?: string;
  album: string;
  albumId: string;
  artists: ArtistRef[];
  displayArtist: string;
  albumArtists: ArtistRef[];
  displayAlbumArtist: string;
  contributors: { role: string; subRole?: string; artist: ArtistRef }[];
  disc?: number;
  discTitle?: string;
  track?: number;
  year?: number;
  genres: string[];
  moods: string[];
  isrc: string[];
  groupings: string[];
  bpm?: number;
  comment?: string;
  explicit?: 'clean' | 'explicit';
  mbid?: string;
  replayGain?: { trackGain?: number; albumGain?: number; trackPeak?: number; albumPeak?: number };
  format: AudioFormat;
  /** Bytes. */
  size: number;
  etag: string;
  /** Made from the tags ("Artist/Album/01 - Title.mp3"): never a path of the server. */
  path: string;
  /** Number of the music folder. */
  folder: number;
  /** RFC 3339. */
  created: string;
  cover?: 'embedded' | 'folder';
  hasLyrics: boolean;
  /** The file has vanished. Lists and searches leave such tracks out; asking by id shows them. */
  missing?: boolean;
}

export interface Album {
  kind: 'album';
  /** `al-…` */
  id: string;
  name: string;
  sortName?: string;
  artists: ArtistRef[];
  displayArtist: string;
  songCount: number;
  /** Seconds. */
  duration: number;
  /** Bytes of all its tracks. */
  size: number;
  /** When its first track was added, RFC 3339. */
  created: string;
  /** Of the original release when the tags know it. */
  year?: number;
  /** `YYYY[-MM[-DD]]` */
  originalDate?: string;
  releaseDate?: string;
  genres: string[];
  moods: string[];
  labels: string[];
  releaseTypes: string[];
  compilation: boolean;
  explicit?: 'clean' | 'explicit';
  mbid?: string;
  discTitles: { disc: number; title: string }[];
  /** The track whose picture stands for the album. */
  coverTrack?: string;
  folders: number[];
}

export interface Artist {
  kind: 'artist';
  /** `ar-…` */
  id: string;
  name: string;
  sortName?: string;
  mbid?: string;
  /** Albums of which this is an album artist. */
  albumCount: number;
  songCount: number;
  /** `albumartist`, `artist`, `composer`, … */
  roles: string[];
  coverTrack?: string;
}

export interface Genre {
  name: string;
  songCount: number;
  albumCount: number;
}

/** Ten years, such as those from 1990 to 1999. */
export interface Decade {
  /** Its first year. */
  decade: number;
  /** Tracks of those years. */
  songCount: number;
  /** Albums of those years. */
  albumCount: number;
}

/** A folder inside a music folder, or a music folder itself. */
export interface Folder {
  /** `fo-…`; another one when it is moved or renamed. */
  id: string;
  /** As on the disk. Empty for a music folder: what that is called, the library knows. */
  name: string;
  /** Tracks in it, and in all folders below. */
  songCount: number;
  /** A track that lies in it, for its picture. */
  coverTrack?: string;
}

export interface FolderDetails extends Folder {
  /** Number of the music folder. */
  folder: number;
  /** The folders that it lies in, the music folder first. */
  path: { id: string; name: string }[];
  /** Folders that lie in it. */
  folderCount: number;
  /** Tracks that lie in it. */
  trackCount: number;
}

export type Item = Track | Album | Artist;
export type { Lyrics };
