import type {
  Bookmark,
  Credential,
  ImportedPlaylist,
  Playlist,
  Principal,
  Problem,
  ScanStatus,
  User,
} from '../../actions.ts';
import type {
  Album,
  Artist,
  ArtistRef,
  Decade,
  Folder,
  FolderDetails,
  Genre,
  Lyrics,
  Track,
} from '../../catalog/model.ts';
import type { Rules } from '../../catalog/rules/rules.ts';
import type { Note } from '../notes.ts';
import type { QueuePlace } from './playback-resources.ts';

/*
 * What the REST API answers with. Only types, so that a client may import this file and nothing with it.
 * Times are RFC 3339, durations seconds, positions in a track milliseconds, sizes bytes.
 */

/**
 * What the listener who asks says of an item, and how often they have played it. Fields about which there is nothing to
 * say are left out.
 */
export type Said = Note;

export type TrackResource = Track & Said;
export type AlbumResource = Album & Said;
export type ArtistResource = Artist & Said;
export type ItemResource = TrackResource | AlbumResource | ArtistResource;

/** By disc and number. */
export type AlbumWithTracks = AlbumResource & { tracks: TrackResource[] };
/** Oldest first: the artist's own, or, of somebody who has none, those on which it appears. */
export type ArtistWithAlbums = ArtistResource & { albums: AlbumResource[] };

/** One page of a list. `next` goes into the parameter `cursor` for the page after it; null on the last one. */
export interface ListOf<T> {
  items: T[];
  next: string | null;
}

export interface EngineResource {
  name: 'Cantiga';
  version: string;
  /** When the process that answers was started. */
  started: string;
  artists: number;
  albums: number;
  tracks: number;
  /** Of the catalog: grows with each change of the library. The event `library` tells of it. */
  position: number;
  /** When the catalog last changed. */
  changed: string;
}

/** A music folder. Its number is what lists are filtered by. */
export interface FolderResource {
  id: number;
  name: string;
  /** The same as a folder to look into. */
  root: string;
}
export type SubfolderResource = Folder;
export type FolderDetailsResource = FolderDetails;

export type ScanResource = ScanStatus;
/** A file that could not be read. Its path is that inside its music folder. For administrators only. */
export type ScanProblemResource = Problem;

export interface SearchResource {
  artists: ArtistResource[];
  albums: AlbumResource[];
  tracks: TrackResource[];
}

export interface BookmarkResource extends Omit<Bookmark, 'id'> {
  track: TrackResource;
}

export interface PlaylistResource extends Omit<Playlist, 'ownerId'> {
  /** Whether the listener who asks may change it. */
  editable: boolean;
}

/** With the ids of its tracks, in order, and the rules of a smart one. */
export type PlaylistWithTracks = PlaylistResource & { tracks: string[]; rules?: SmartRules };
export type SmartRules = Rules;
/** How many tracks rules would choose, without and with their limit. */
export interface RulesCount {
  matching: number;
  chosen: number;
}
/** What has become of an M3U file. */
export type ImportedPlaylistResource = Omit<ImportedPlaylist, 'playlist'> & { playlist: PlaylistWithTracks };

/** A place in a playlist. */
export interface PlaylistEntry {
  /** Counts from 0. */
  index: number;
  id: string;
  /** Null while the catalog does not know the track. One that has vanished is `missing`. */
  track: TrackResource | null;
}

export type UserResource = User;
/** Whatever clients agree on. */
export type PreferencesResource = Record<string, unknown>;
/** An app or device that has a password of its own. */
export type DeviceResource = Credential;
/** Secret and key are shown this once. */
export type NewDeviceResource = Credential & { secret: string; apiKey: string };

export interface SessionResource {
  accessToken: string;
  /** Seconds until the access token ends. */
  expiresIn: number;
  user: Principal;
  /** Only when it was asked for; browsers have it in a cookie. */
  refreshToken?: string;
}

/** Every error is one of these (RFC 9457). `type` is `urn:cantiga:` and the name of the error. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
}

/** The problem of a playlist file of which nothing was found. */
export type TracksNotFound = ProblemDetails & Omit<ImportedPlaylist, 'playlist'>;

/** What `/api/v1/events` sends: the state after a change. */
export interface Events {
  scan: ScanResource;
  library: { position: number };
  queue: QueuePlace;
}

export type { ArtistRef, Decade as DecadeResource, Genre as GenreResource, Lyrics as LyricsResource };
