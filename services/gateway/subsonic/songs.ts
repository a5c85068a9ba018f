import type { Annotation } from '../../actions.ts';
import type { Track } from '../../catalog/model.ts';
import type { Notes } from './annotations.ts';

/** A track as the `Child` of the protocol. Fields of OpenSubsonic appear even when they are empty. */
export function song(track: Track, note?: Annotation) {
  const { format } = track;
  return {
    id: track.id,
    parent: track.albumId,
    isDir: false,
    title: track.title,
    album: track.album,
    artist: track.displayArtist,
    track: track.track,
    year: track.year,
    genre: track.genres[0],
    coverArt: track.albumId,
    size: track.size,
    contentType: format.contentType,
    suffix: format.suffix,
    duration: Math.round(format.duration),
    bitRate: Math.round(format.bitRate),
    bitDepth: format.bitDepth,
    samplingRate: format.sampleRate,
    channelCount: format.channels,
    path: track.path,
    isVideo: false,
    userRating: note?.rating || undefined,
    discNumber: track.disc,
    created: track.created,
    starred: note?.starred,
    albumId: track.albumId,
    artistId: track.artists[0]?.id,
    type: 'music',
    mediaType: 'song',
    bookmarkPosition: note?.bookmark,
    bpm: track.bpm === undefined ? undefined : Math.round(track.bpm),
    comment: track.comment ?? '',
    sortName: track.sortTitle ?? '',
    musicBrainzId: track.mbid ?? '',
    isrc: track.isrc,
    genres: named(track.genres),
    artists: track.artists,
    displayArtist: track.displayArtist,
    albumArtists: track.albumArtists,
    displayAlbumArtist: track.displayAlbumArtist,
    contributors: track.contributors,
    displayComposer: track.contributors
      .filter(({ role }) => role === 'composer')
      .map(({ artist }) => artist.name)
      .join(', '),
    moods: track.moods,
    replayGain: track.replayGain ?? {},
    explicitStatus: track.explicit ?? '',
    groupings: track.groupings,
  };
}

export function songs(tracks: readonly Track[], notes: Notes) {
  return tracks.map((track) => song(track, notes[track.id]));
}

/**
 * Keeps the place of a playlist entry whose track the catalog does not know (any more, or not yet), so that the
 * indexes that a client sends back still mean what it saw.
 */
export function unknownSong(id: string) {
  return { id, isDir: false, title: '[Unknown track]' };
}

export function named(names: readonly string[]): { name: string }[] {
  return names.map((name) => ({ name }));
}
