import type { Track } from '../model.ts';
import { named } from './named.ts';

/** A track as the `Child` of the protocol. Fields of OpenSubsonic appear even when they are empty. */
export function songEntry(track: Track) {
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
    discNumber: track.disc,
    created: track.created,
    albumId: track.albumId,
    artistId: track.artists[0]?.id,
    type: 'music',
    mediaType: 'song',
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
