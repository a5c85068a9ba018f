import type { PlayerTrack } from '../../../web/src/audio/player.ts';

/** A track of that title of which nothing else matters. */
export function trackNamed(title: string): PlayerTrack {
  return {
    id: `tr-${title}`,
    title,
    album: 'Album',
    albumId: 'al-1',
    artists: [],
    displayArtist: 'Somebody',
    hasLyrics: false,
    format: { suffix: 'mp3', contentType: 'audio/mpeg', duration: 200, bitRate: 192, lossless: false },
  };
}
