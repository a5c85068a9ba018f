import type {
  Album,
  Artist,
  Decade,
  Folder,
  FolderDetails,
  Genre,
  Item,
  Lyrics,
  Track,
} from './catalog/model.ts';
import type { Marks, Rules } from './catalog/rules/rules.ts';
import type { LibraryCommit } from './library/facts.ts';
import type { DeliveryReport, RefusedCommand, TellAnswer } from './playback/answers.ts';
import type { History } from './playback/history.ts';
import type { LedgerEntry, Royalty } from './playback/ledger.ts';
import type { PlayedKind } from './playback/models/plays.ts';
import type { NowPlaying } from './playback/now-playing.ts';
import type { Plays } from './playback/plays.ts';
import type { Whereabouts } from './playback/queue/queue.ts';
import type { QueueView } from './playback/queues.ts';
import type { Rebuilding } from './playback/rebuild.ts';
import type { SessionRecord } from './playback/records.ts';
import type { ToldCommand } from './playback/session/commands.ts';
import type { Device } from './playback/session/events.ts';
import type { SessionPage, SessionView } from './playback/sessions.ts';
import type { YearInMusic } from './playback/year.ts';

/** Every published action: what goes in, what comes out. Permissions stand on the action itself. */
export interface Actions {
  // auth -----------------------------------------------------------------------------------------------------
  /** Checks the credentials of one Subsonic request. Errors: WRONG_CREDENTIALS, TOKEN_NOT_SUPPORTED, … */
  'auth.authenticate': {
    params: {
      username?: string;
      password?: string;
      token?: string;
      salt?: string;
      apiKey?: string;
      /** Address of the client, for throttling. */
      address: string;
      /** Name of the client program, shown with the credential's last use. */
      client?: string;
    };
    result: Session;
  };
  'auth.signIn': { params: { username: string; password: string; address: string }; result: TokenPair };
  'auth.refresh': { params: { refreshToken: string }; result: TokenPair };
  'auth.signOut': { params: { refreshToken: string }; result: null };
  'auth.user': { params: { username: string }; result: User };
  'auth.users': { params: Record<string, never>; result: User[] };
  /** `key` of the calling administrator: the same again gives the user that was made with it. */
  'auth.createUser': {
    params: {
      username: string;
      password: string;
      email?: string;
      admin?: boolean;
      key?: string;
    } & UserSettings;
    result: User;
  };
  'auth.updateUser': {
    params: { username: string; password?: string; email?: string; admin?: boolean } & UserSettings;
    result: User;
  };
  /** Of the calling listener. An empty `email` takes it away. */
  'auth.updateSelf': { params: { email?: string; scrobbling?: boolean }; result: User };
  'auth.deleteUser': { params: { username: string }; result: null };
  'auth.changePassword': { params: { username: string; password: string }; result: null };
  /**
   * Makes a device credential. The secret and the API key are shown this once, and again to who repeats it with the same
   * `key` within a day. `username` of another: admins only.
   */
  'auth.createCredential': {
    params: { name: string; username?: string; key?: string };
    result: Credential & { secret: string; apiKey: string };
  };
  'auth.credentials': { params: { username?: string }; result: Credential[] };
  'auth.revokeCredential': { params: { id: string }; result: null };
  /** A session for work that the engine does in the name of a listener; for services only. */
  'auth.impersonate': { params: { username: string }; result: Session };

  // library --------------------------------------------------------------------------------------------------
  'library.status': { params: Record<string, never>; result: ScanStatus };
  'library.folders': { params: Record<string, never>; result: { id: number; name: string }[] };
  'library.scan': { params: { full?: boolean }; result: ScanStatus };
  'library.cancel': { params: Record<string, never>; result: ScanStatus };
  /** Files that could not be read, oldest path first. */
  'library.problems': { params: { limit?: number; after?: string }; result: Problem[] };
  /**
   * The change feed after a position: whole commits, at most about 512 KiB together. From the first on when the commit
   * at that position is not, or no longer, of that epoch.
   */
  'library.changes': { params: { after: number; epoch?: string }; result: LibraryCommit[] };
  /** Whether all that is in the music folders is in the feed: all of them were there at the last scan since the start. */
  'library.complete': { params: Record<string, never>; result: boolean };
  /** What is known of the file behind a track. Errors: NOT_FOUND, FILE_CHANGED when it has vanished. */
  'library.file': { params: { track: string }; result: FileInfo };
  /** Up to 256 KiB of a file. Errors: NOT_FOUND; FILE_CHANGED when it is no longer the one of that etag. */
  'library.read': { params: { track: string; etag: string; offset: number; length: number }; result: Buffer };
  /** A slice of the picture of a track, embedded or beside it. Errors: NOT_FOUND. */
  'library.picture': { params: { track: string; offset?: number }; result: PictureSlice };
  /** Path of a file, for services of the same node only (visibility `protected`). */
  'library.path': { params: { track: string }; result: FileInfo & { path: string } };

  // media ----------------------------------------------------------------------------------------------------
  /** What the answering node sends and keeps in memory now. */
  'media.stats': { params: Record<string, never>; result: MediaStats };

  // catalog --------------------------------------------------------------------------------------------------
  /** All album artists in sort order. */
  'catalog.artists': { params: { folder?: number }; result: Artist[] };
  'catalog.artist': { params: { id: string }; result: Artist & { albums: Album[] } };
  /** Tracks ordered by disc and track. */
  'catalog.album': { params: { id: string }; result: Album & { tracks: Track[] } };
  /** Items by id, of any kind, in the order asked for; null where there is none. At most 50,000 ids. */
  'catalog.resolve': { params: { ids: string[] }; result: (Item | null)[] };
  'catalog.listAlbums': { params: AlbumList; result: Album[] };
  'catalog.listTracks': { params: TrackList; result: Track[] };
  'catalog.search': {
    params: { query: string; artists?: Page; albums?: Page; tracks?: Page; folder?: number };
    result: { artists: Artist[]; albums: Album[]; tracks: Track[] };
  };
  /** The same as listAlbums, listTracks, search, artist and album, ready to be sent. */
  'catalog.listAlbumEntries': { params: AlbumList; result: Entries };
  'catalog.listTrackEntries': { params: TrackList; result: Entries };
  'catalog.searchEntries': {
    params: Actions['catalog.search']['params'];
    result: { artists: Entries; albums: Entries; tracks: Entries };
  };
  'catalog.artistEntries': { params: { id: string }; result: { artist: Entries; albums: Entries } };
  'catalog.albumEntries': { params: { id: string }; result: { album: Entries; tracks: Entries } };
  /** Tracks by id, vanished ones too, in the order asked for; those that are not there are left out. At most 500. */
  'catalog.trackEntries': { params: { ids: string[] }; result: Entries };
  /**
   * The catalog's own form of the same, likewise ready to be sent; lists in pages that stay true to each other. `next`
   * of a page goes into `after` for the one after it. Lists in a random order have one page.
   */
  'catalog.listArtistDocuments': {
    params: { folder?: number; limit: number; after?: string };
    result: DocumentPage;
  };
  'catalog.listAlbumDocuments': {
    params: Omit<AlbumList, 'offset'> & { after?: string };
    result: DocumentPage;
  };
  'catalog.listTrackDocuments': {
    params: Omit<TrackList, 'offset'> & { after?: string };
    result: DocumentPage;
  };
  'catalog.searchDocuments': {
    params: Actions['catalog.search']['params'];
    result: { artists: Entries; albums: Entries; tracks: Entries };
  };
  'catalog.artistDocuments': { params: { id: string }; result: { artist: Entries; albums: Entries } };
  'catalog.albumDocuments': { params: { id: string }; result: { album: Entries; tracks: Entries } };
  /** Of any kind by id, vanished tracks too, in the order asked for; those that are not there are left out. At most 500. */
  'catalog.documents': { params: { ids: string[] }; result: Entries };
  /** A folder with live tracks in it or below. Errors: NOT_FOUND. */
  'catalog.folder': { params: { id: string }; result: FolderDetails };
  /** The folders that lie in one, by name, in pages as above; none where there is no such folder. */
  'catalog.listFolders': {
    params: { id: string; limit: number; after?: string };
    result: { items: Folder[]; next: string | null };
  };
  /** The live tracks that lie in a folder by the names of their files; `deep`: also those below, folder by folder. */
  'catalog.listFolderTrackDocuments': {
    params: { id: string; deep?: boolean; limit: number; after?: string };
    result: DocumentPage;
  };
  'catalog.genres': { params: Record<string, never>; result: Genre[] };
  /** Those with albums or tracks, oldest first. */
  'catalog.decades': { params: Record<string, never>; result: Decade[] };
  'catalog.lyrics': { params: { id: string }; result: Lyrics[] };
  /** The track with that title by that artist, compared without case and diacritics. */
  'catalog.findTrack': { params: { artist?: string; title: string }; result: Track | null };
  /** The live tracks that are meant, in the order asked for; null where there is none. At most 200. */
  'catalog.findTracks': { params: { wanted: WantedTrack[] }; result: (FoundTrack | null)[] };
  /**
   * The tracks that rules choose, in their order, and how many would be chosen without the limit. `seed` makes a
   * random order the same each time. For services only.
   */
  'catalog.matching': {
    params: { rules: Rules; marks?: Marks; seed?: string };
    result: { tracks: string[]; duration: number; matching: number };
  };
  /** How many tracks match, whatever the limit. For services only. */
  'catalog.countMatching': { params: { rules: Rules; marks?: Marks }; result: number };
  /** Counts, and when the catalog last changed (ms since 1970). */
  'catalog.stats': {
    params: Record<string, never>;
    result: { artists: number; albums: number; tracks: number; lastModified: number; position: number };
  };

  // profiles (always of the calling listener) ------------------------------------------------------------------
  /** What the listener says of these items; items about which nothing is said are left out. */
  'profiles.annotations': { params: { ids: string[] }; result: Record<string, Annotation> };
  'profiles.star': { params: { ids: string[] }; result: null };
  'profiles.unstar': { params: { ids: string[] }; result: null };
  /** 1 to 5; 0 takes the rating back. */
  'profiles.rate': { params: { id: string; rating: number }; result: null };
  /** Newest first. */
  'profiles.starred': { params: { kind: Item['kind'] }; result: { id: string; starred: string }[] };
  /** Highest first, then newest. */
  'profiles.rated': { params: { kind: Item['kind'] }; result: { id: string; rating: number }[] };
  'profiles.bookmarks': { params: Record<string, never>; result: Bookmark[] };
  'profiles.setBookmark': { params: { id: string; position: number; comment?: string }; result: Bookmark };
  'profiles.deleteBookmark': { params: { id: string }; result: null };
  'profiles.preferences': { params: Record<string, never>; result: Preferences };
  /**
   * Keeps a JSON object whole: up to 16 KiB, eight levels deep. With the `rev` that was seen: CONFLICT when it has
   * changed since. Errors: BAD_PARAMETER, TOO_LARGE.
   */
  'profiles.setPreferences': {
    params: { preferences: Record<string, unknown>; rev?: number };
    result: Preferences;
  };
  /** The tracks that a listener (`us-…`) has marked. For services only. */
  'profiles.marks': { params: { user: string }; result: Marks };
  /** Removes all that a deleted listener (`us-…`) said. May be repeated. For services only. */
  'profiles.forget': { params: { user: string }; result: null };

  // playback -------------------------------------------------------------------------------------------------
  /*
   * Of the calling listener, where `user` (`us-…`) names no other one: that is for administrators. Times are
   * milliseconds since 1970, positions seconds. Pages: `next` of one goes into `before` or `after` of the one after it,
   * null at the end.
   */
  /** Opens a listening session on a device. */
  'playback.open': { params: { device: Device }; result: { session: string; v: number } };
  /**
   * Tells a session of the caller what happens to it. `id` is the command's: sent again, it gets the first answer again.
   * Errors: NOT_FOUND, SESSION_CLOSED; CONFLICT when `expected` is not its version (`data.v`), or nothing is being played.
   */
  'playback.tell': {
    params: { session: string; id: string; expected?: number; command: ToldCommand };
    result: TellAnswer;
  };
  /**
   * The same for up to 100 commands in their order, stored together: each is answered for itself, and one that is
   * refused does not hold up those after it.
   */
  'playback.tellAll': {
    params: { session: string; commands: { id: string; command: ToldCommand }[] };
    result: (TellAnswer | RefusedCommand)[];
  };
  /** The same for the session of a client that knows of none, such as `DSub`: opened when there is none. */
  'playback.tellClient': {
    params: { client: string; commands: { id: string; command: ToldCommand }[] };
    result: { session: string; answers: (TellAnswer | RefusedCommand)[] };
  };
  /**
   * What was delivered to a listener: bytes of files. Without a session, or with one that is not theirs, it belongs to
   * the session of that client. For services only.
   */
  'playback.deliver': {
    params: { user: string; name: string; deliveries: DeliveryReport[] };
    result: null;
  };
  /** A session, also as it was at a version or a time. Errors: NOT_FOUND. */
  'playback.session': {
    params: { session: string; version?: number; time?: number; user?: string };
    result: SessionView;
  };
  /** Sessions, the latest first. */
  'playback.sessions': { params: { limit: number; before?: string; user?: string }; result: SessionPage };
  /** The events of a session as they are stored, from the one after version `after` on. Errors: NOT_FOUND. */
  'playback.events': {
    params: { session: string; after?: number; limit: number; user?: string };
    result: { items: SessionRecord[]; next: number | null };
  };
  /** What is being listened to now, by whom, the last one first. Seen by every listener. */
  'playback.nowPlaying': { params: Record<string, never>; result: NowPlaying[] };
  /** By id; what was never played is left out. Tracks, albums and artists. */
  'playback.plays': { params: { ids: string[] }; result: Record<string, Plays> };
  /** What was played most, or last. At most 10,000 with those that are left out by `offset`. */
  'playback.played': {
    params: { kind: PlayedKind; order: 'most' | 'last'; limit: number; offset?: number };
    result: ({ id: string } & Plays)[];
  };
  /** Listens, the latest first; those that began between two times. */
  'playback.history': {
    params: { limit: number; before?: string; from?: number; to?: number; user?: string };
    result: History;
  };
  /** A year of listening, in the time zone of that IANA name. */
  'playback.year': { params: { year: number; timeZone: string; user?: string }; result: YearInMusic };
  /**
   * What was delivered, the latest first: of a session, of a track, or of all; between two times. Bytes of a file that
   * were delivered more than once count once. Of one listener, or, for administrators, with `everybody` of all.
   */
  'playback.ledger': {
    params: {
      session?: string;
      track?: string;
      from?: number;
      to?: number;
      user?: string;
      everybody?: boolean;
      limit: number;
      before?: string;
    };
    result: { items: LedgerEntry[]; next: string | null };
  };
  /** How often all listeners together have played each track or artist in a month (`2026-11`, UTC), the most first. */
  'playback.royalties': {
    params: { month: string; kind: 'track' | 'artist'; limit: number; after?: string };
    result: { items: Royalty[]; next: string | null };
  };
  /** The queue of the caller. */
  'playback.queue': { params: Record<string, never>; result: QueueView };
  /**
   * Puts other tracks (up to 10,000) into the queue, and says where it is. QUEUE_CHANGED when `expected` is not its
   * version; `data.queue` is the queue as it is. Sent again under the same `id`, it changes nothing.
   */
  'playback.setQueue': {
    params: { id: string; expected?: number; tracks: string[]; device: Device } & Whereabouts;
    result: QueueView;
  };
  /**
   * Says where the queue is, and on which device. QUEUE_CHANGED when `edition` is given and its tracks are others by
   * now.
   */
  'playback.moveQueue': {
    params: { id: string; edition?: number; device: Device } & Whereabouts;
    result: QueueView;
  };
  /**
   * All that is personal in the sessions of a deleted listener, their history and their queue are no more. May be
   * repeated. For services only.
   */
  'playback.forget': { params: { user: string }; result: null };
  /**
   * Builds a read model anew from the journal, and answers when it has taken the place of the old one. CONFLICT while one
   * is being built. For administrators.
   */
  'playback.rebuild': { params: { model: string }; result: Rebuilding };

  // playlists ------------------------------------------------------------------------------------------------
  /** Own and public ones by name; of another listener: their public ones. */
  'playlists.list': { params: { username?: string }; result: Playlist[] };
  'playlists.get': { params: { id: string }; result: PlaylistWithTracks };
  /** Without its tracks, and quick for smart ones too. */
  'playlists.summary': { params: { id: string }; result: Playlist };
  /** Up to 200 of its first tracks, from which its cover is drawn. */
  'playlists.sample': { params: { id: string }; result: string[] };
  /** `key` of the caller, here and below: the same again gives the playlist that was made with it, as it is by then. */
  'playlists.create': {
    params: { name: string; tracks?: string[]; key?: string };
    result: PlaylistWithTracks;
  };
  /*
   * Changes are for the owner only. With the `rev` that was seen: CONFLICT when the playlist has changed since. The
   * tracks of a smart playlist cannot be changed: FORBIDDEN.
   */
  /** Replaces the tracks, and the name when given. */
  'playlists.replace': {
    params: { id: string; name?: string; tracks: string[]; rev?: number };
    result: PlaylistWithTracks;
  };
  /** Indexes count from 0 in the list before the call; removals come before additions. */
  'playlists.update': {
    params: {
      id: string;
      name?: string;
      comment?: string;
      public?: boolean;
      add?: string[];
      remove?: number[];
      rev?: number;
    };
    result: PlaylistWithTracks;
  };
  /** Puts tracks before the one at index `at`, counted from 0; at the end when not given. */
  'playlists.insert': {
    params: { id: string; tracks: string[]; at?: number; rev?: number };
    result: PlaylistWithTracks;
  };
  /**
   * Moves `count` tracks (1 when not given) from index `from` to before the one at index `before`. Both count from 0 in
   * the list before the call; the number of its tracks stands for the end.
   */
  'playlists.move': {
    params: { id: string; from: number; count?: number; before: number; rev?: number };
    result: PlaylistWithTracks;
  };
  /** Makes a playlist whose tracks are chosen by rules whenever somebody looks. */
  'playlists.createSmart': {
    params: { name: string; rules: Rules; comment?: string; public?: boolean; key?: string };
    result: PlaylistWithTracks;
  };
  'playlists.setRules': { params: { id: string; rules: Rules; rev?: number }; result: PlaylistWithTracks };
  /** How many tracks rules that are not stored would choose for the caller, without and with their limit. */
  'playlists.count': { params: { rules: Rules }; result: { matching: number; chosen: number } };
  /**
   * The playlist as extended M3U from its track at index `from` on, in pieces: `next` of one is the `from` of the one
   * after it, null after the last. With the `rev` of the first, the others are of the same list, or fail with CONFLICT.
   */
  'playlists.exportM3u': {
    params: { id: string; from?: number; rev?: number };
    result: { name: string; text: string; next: number | null; rev: number };
  };
  /**
   * Makes a playlist of an M3U file. It is in the encoding of its byte order mark, the one that is named, UTF-8 or
   * windows-1252. The name is the given one, else that in the file. Errors: BAD_PARAMETER, TOO_LARGE;
   * TRACKS_NOT_FOUND when no track is found, with `data` = {encoding, notFound, missing}.
   */
  'playlists.importM3u': {
    params: { file: Uint8Array; name?: string; encoding?: string; key?: string };
    result: ImportedPlaylist;
  };
  'playlists.remove': { params: { id: string }; result: null };
  /** Removes all playlists of a deleted listener (`us-…`). May be repeated. For services only. */
  'playlists.forget': { params: { user: string }; result: null };
}

export type ActionName = keyof Actions;

export type Role = 'admin' | 'listener';

/** Who calls, as the signed token in `ctx.meta.token` says. */
export interface Principal {
  /** `us-…`, or the name of a service. */
  id: string;
  name: string;
  roles: (Role | 'service')[];
}

export interface Session {
  /** Signed, short-lived; goes into `meta.token` of every call made for this listener. */
  token: string;
  user: Principal;
}

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  /** Seconds until the access token expires. */
  expiresIn: number;
  user: Principal;
}

export interface UserSettings {
  scrobbling?: boolean;
  /** kbit/s, 0 for no limit. */
  maxBitRate?: number;
}

export interface User {
  id: string;
  username: string;
  email?: string;
  roles: Role[];
  scrobbling: boolean;
  maxBitRate: number;
  created: string;
}

export interface Credential {
  id: string;
  name: string;
  created: string;
  lastUsed?: string;
  /** Name of the client program that used it last. */
  lastClient?: string;
}

export interface ScanStatus {
  scanning: boolean;
  state: 'idle' | 'running' | 'cancelled' | 'interrupted';
  /** Tracks known, missing ones not counted. */
  tracks: number;
  /** Of the running or last scan: files seen, files read, files to read (grows while walking), unreadable files. */
  seen: number;
  read: number;
  toRead: number;
  problems: number;
  startedAt?: string;
  finishedAt?: string;
  /** Folders that were not there at the last look; their tracks are kept. */
  unavailable: number[];
}

export interface Problem {
  /** Key for paging. */
  id: string;
  folder: number;
  /** Path inside its music folder. */
  path: string;
  reason: string;
  since: string;
}

export interface FileInfo {
  track: string;
  /** Bytes. */
  size: number;
  etag: string;
  /** ms since 1970. */
  mtime: number;
  contentType: string;
  suffix: string;
}

export interface PictureSlice {
  contentType: string;
  /** Bytes of the whole picture. */
  size: number;
  etag: string;
  /** From `offset`, at most 256 KiB. */
  data: Buffer;
}

/** Of one node. */
export interface MediaStats {
  node: string;
  /** Tracks being sent. */
  openDeliveries: number;
  openFiles: number;
  /** Bytes taken; uses of blocks in memory; blocks read; blocks that sockets hold; reads in flight. */
  blockCache: { bytes: number; hits: number; misses: number; pinned: number; loading: number };
  /** Bytes that slow clients hold. */
  sliceBytes: number;
  /** Bytes of pictures on disk. */
  coverCacheBytes: number;
}

export interface Page {
  limit: number;
  offset: number;
}

interface Filter {
  genre?: string;
  fromYear?: number;
  toYear?: number;
  folder?: number;
  /** Added then or later, RFC 3339. */
  addedSince?: string;
  limit: number;
  offset: number;
}

/**
 * Items as a client is sent them: each the JSON of what OpenSubsonic calls `Child`, `AlbumID3` or `ArtistID3`, without
 * what a listener says of it. They are written once, when the catalog learns of an item, and copied from then on.
 */
export interface Entries {
  ids: string[];
  /** Bytes of each in `json`. */
  lengths: number[];
  /** All of them in UTF-8, a comma between two. */
  json: Buffer;
}

/** Items as documents of the catalog's model, in bytes like {@link Entries}. */
export interface DocumentPage extends Entries {
  /** Where the page ends; null when it is the last one. */
  next: string | null;
}

export interface AlbumList extends Filter {
  /** `year` runs from fromYear to toYear, backwards when fromYear is the larger. */
  order: 'name' | 'artist' | 'added' | 'year' | 'random';
}

export interface TrackList extends Filter {
  /** `added`: newest first. */
  order: 'title' | 'added' | 'random';
}

/** A track as others name it. */
export interface WantedTrack {
  /** Path of a file anywhere, with `/`. */
  path?: string;
  /** "Artist - Title", or a title. */
  label?: string;
  /** Seconds. */
  duration?: number;
}

export interface FoundTrack {
  id: string;
  /** Seconds. */
  duration: number;
}

export interface Annotation {
  /** RFC 3339. */
  starred?: string;
  rating?: number;
  /** ms */
  bookmark?: number;
}

/** What a listener prefers, in whatever form the clients agree on. */
export interface Preferences {
  preferences: Record<string, unknown>;
  /** Counts the changes; 0 before the first. */
  rev: number;
}

export interface Bookmark {
  id: string;
  /** ms */
  position: number;
  comment: string;
  created: string;
  changed: string;
}

export interface Playlist {
  /** `pl-…` */
  id: string;
  name: string;
  comment: string;
  ownerId: string;
  owner: string;
  public: boolean;
  songCount: number;
  /** Seconds. */
  duration: number;
  created: string;
  changed: string;
  /** Counts its changes, those of what a smart playlist chooses not included. */
  rev: number;
  /** Rules choose its tracks. Number and duration are those of the last look, the list is made anew at each. */
  smart?: true;
}

export interface PlaylistWithTracks extends Playlist {
  tracks: string[];
  /** Of a smart playlist. */
  rules?: Rules;
}

export interface ImportedPlaylist {
  playlist: PlaylistWithTracks;
  /** How the file was read, such as `utf-8`. */
  encoding: string;
  /** Entries of the file for which there is no track, and the first 500 of them. */
  notFound: number;
  missing: { line: number; text: string }[];
}
