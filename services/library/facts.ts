/** What the tags and the stream of one audio file say. All times in seconds unless named otherwise. */
export interface TrackFacts {
  title: string;
  sortTitle?: string;
  /** In the order of the tags; never empty (an unknown artist is `[Unknown Artist]`). */
  artists: Credit[];
  /** How the tags join the artists ("A feat. B"); absent when joining the names says the same. */
  displayArtist?: string;
  /** Empty when the tags name none. */
  albumArtists: Credit[];
  displayAlbumArtist?: string;
  /** Composers, conductors, lyricists, remixers, … with the OpenSubsonic role names. */
  contributors: { role: string; subRole?: string; name: string }[];
  /** `[Unknown Album]` when neither tags nor path name one. */
  album: string;
  sortAlbum?: string;
  compilation: boolean;
  disc?: number;
  discTitle?: string;
  track?: number;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  date?: string;
  originalDate?: string;
  genres: string[];
  moods: string[];
  labels: string[];
  releaseTypes: string[];
  isrc: string[];
  groupings: string[];
  bpm?: number;
  comment?: string;
  explicit?: 'clean' | 'explicit';
  /** MusicBrainz identifiers. */
  mbid: { recording?: string; album?: string; releaseGroup?: string };
  /** Gains in dB, peaks as a fraction of full scale. */
  replayGain?: { trackGain?: number; albumGain?: number; trackPeak?: number; albumPeak?: number };
  lyrics: Lyrics[];
  format: AudioFormat;
  /** Where a picture of this track is to be had: in the file, or beside it. */
  cover?: 'embedded' | 'folder';
}

export interface Credit {
  name: string;
  sort?: string;
  mbid?: string;
}

export interface AudioFormat {
  /** File extension without the dot, lower case. */
  suffix: string;
  contentType: string;
  codec?: string;
  duration: number;
  /** kbit/s, rounded. */
  bitRate: number;
  /** Hz. */
  sampleRate?: number;
  channels?: number;
  bitDepth?: number;
  lossless: boolean;
}

export interface Lyrics {
  /** ISO 639 code, `xxx` when unknown. */
  lang: string;
  synced: boolean;
  /** `start` in milliseconds, on synced lines only. */
  lines: { start?: number; value: string }[];
  /** Milliseconds to add to every start. */
  offset?: number;
}

/** One entry of the library's change feed: the state of a track after the change. */
export interface LibraryChange {
  /** `tr-…`, kept over renames, moves and tag edits. */
  track: string;
  /** Number of the music folder (1, 2, …). */
  folder: number;
  /** Path inside the music folder, with `/`. Never shown to a listener. */
  path: string;
  /** Bytes. */
  size: number;
  /** Changes whenever the bytes of the file do. */
  etag: string;
  /** When the engine first saw the track, RFC 3339. */
  added: string;
  /** The file has vanished; the track keeps its id and comes back when it returns. */
  missing: boolean;
  facts: TrackFacts;
}

/** A commit of the change feed; positions are 1, 2, 3, … without a gap. */
export interface LibraryCommit {
  pos: number;
  /**
   * Names the run of the library that wrote it. When a database is lost or restored from a backup, positions are given a
   * second time, but not with the same epoch.
   */
  epoch?: string;
  changes: LibraryChange[];
}
