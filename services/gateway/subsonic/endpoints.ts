import * as browsing from './browsing.ts';
import type { BinaryEndpoint, EnvelopeEndpoint } from './exchange.ts';
import * as lists from './lists.ts';
import * as marking from './marking.ts';
import * as media from './media.ts';
import { getNowPlaying } from './now-playing.ts';
import * as playQueue from './play-queue.ts';
import * as playlists from './playlists.ts';
import * as scrobbling from './scrobbling.ts';
import * as search from './search.ts';
import * as system from './system.ts';
import * as users from './users.ts';

/** Endpoints that answer with an envelope, after a login. */
export const ENVELOPES: ReadonlyMap<string, EnvelopeEndpoint> = new Map(
  Object.entries({
    ping: system.ping,
    getLicense: system.getLicense,
    tokenInfo: system.tokenInfo,
    getScanStatus: system.getScanStatus,
    startScan: system.startScan,
    getMusicFolders: browsing.getMusicFolders,
    getIndexes: browsing.getIndexes,
    getMusicDirectory: browsing.getMusicDirectory,
    getGenres: browsing.getGenres,
    getArtists: browsing.getArtists,
    getArtist: browsing.getArtist,
    getAlbum: browsing.getAlbum,
    getSong: browsing.getSong,
    getArtistInfo: browsing.getArtistInfo,
    getArtistInfo2: browsing.getArtistInfo2,
    getAlbumInfo: browsing.getAlbumInfo,
    getAlbumInfo2: browsing.getAlbumInfo,
    getAlbumList: lists.getAlbumList,
    getAlbumList2: lists.getAlbumList2,
    getRandomSongs: lists.getRandomSongs,
    getSongsByGenre: lists.getSongsByGenre,
    getStarred: lists.getStarred,
    getStarred2: lists.getStarred2,
    search: search.searchSongs,
    search2: search.search2,
    search3: search.search3,
    getPlaylists: playlists.getPlaylists,
    getPlaylist: playlists.getPlaylist,
    createPlaylist: playlists.createPlaylist,
    updatePlaylist: playlists.updatePlaylist,
    deletePlaylist: playlists.deletePlaylist,
    getLyrics: media.getLyrics,
    getLyricsBySongId: media.getLyricsBySongId,
    star: marking.star,
    unstar: marking.unstar,
    setRating: marking.setRating,
    getBookmarks: marking.getBookmarks,
    createBookmark: marking.createBookmark,
    deleteBookmark: marking.deleteBookmark,
    scrobble: scrobbling.scrobble,
    reportPlayback: scrobbling.reportPlayback,
    getNowPlaying,
    savePlayQueue: playQueue.savePlayQueue,
    getPlayQueue: playQueue.getPlayQueue,
    savePlayQueueByIndex: playQueue.savePlayQueueByIndex,
    getPlayQueueByIndex: playQueue.getPlayQueueByIndex,
    getUser: users.getUser,
    getUsers: users.getUsers,
    createUser: users.createUser,
    updateUser: users.updateUser,
    deleteUser: users.deleteUser,
    changePassword: users.changePassword,
  }),
);

/** Endpoints that answer with bytes, and with an envelope only when they fail. */
export const BINARIES: ReadonlyMap<string, BinaryEndpoint> = new Map(
  Object.entries({
    stream: media.stream,
    download: media.download,
    getCoverArt: media.getCoverArt,
    getAvatar: media.getAvatar,
  }),
);

/** Endpoints of the protocol and of extensions that this engine does not have. */
export const NOT_OFFERED: ReadonlySet<string> = new Set([
  'addChatMessage',
  'createInternetRadioStation',
  'createPodcastChannel',
  'createShare',
  'deleteInternetRadioStation',
  'deletePodcastChannel',
  'deletePodcastEpisode',
  'deleteShare',
  'downloadPodcastEpisode',
  'findSonicPath',
  'getCaptions',
  'getChatMessages',
  'getInternetRadioStations',
  'getNewestPodcasts',
  'getPodcastEpisode',
  'getPodcasts',
  'getShares',
  'getSimilarSongs',
  'getSimilarSongs2',
  'getSonicSimilarTracks',
  'getTopSongs',
  'getTranscodeDecision',
  'getTranscodeStream',
  'getVideoInfo',
  'getVideos',
  'hls.m3u8',
  'jukeboxControl',
  'refreshPodcasts',
  'updateInternetRadioStation',
  'updateShare',
]);
