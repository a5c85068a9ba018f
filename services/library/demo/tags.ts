import NodeID3 from 'node-id3';
import type { DemoAlbum, DemoTrack } from './album.ts';
import type { Rendered } from './render.ts';

/** Where a track stands on its album, counted from 1. */
export interface Position {
  disc: number;
  track: number;
}

/** LUFS of ReplayGain 2.0. */
const REFERENCE = -18;

/** The ID3v2.3 tag of a track. Its measured loudness becomes the ReplayGain of the track. */
export function tagOf(
  album: DemoAlbum,
  track: DemoTrack,
  { disc, track: number }: Position,
  { loudness, peak }: Pick<Rendered, 'loudness' | 'peak'>,
  cover: Buffer,
): Buffer {
  const artists = track.artists ?? [album.artist];
  const discTitle = album.discs[disc - 1]!.title;
  const frames: NodeID3.Tags & Record<string, unknown> = {
    title: track.title,
    // In version 2.3 a slash separates several artists.
    artist: artists.join('/'),
    performerInfo: album.artist,
    album: album.title,
    genre: track.genre ?? album.genre,
    composer: track.composer.replaceAll(', ', '/'),
    publisher: album.label,
    recordingTime: album.date,
    year: album.date.slice(0, 4),
    trackNumber: `${number}/${album.discs[disc - 1]!.tracks.length}`,
    partOfSet: `${disc}/${album.discs.length}`,
    bpm: String(track.piece.bpm),
    userDefinedText: [
      { description: 'REPLAYGAIN_TRACK_GAIN', value: `${(REFERENCE - loudness).toFixed(2)} dB` },
      { description: 'REPLAYGAIN_TRACK_PEAK', value: peak.toFixed(6) },
    ],
    image: { mime: 'image/jpeg', type: { id: 3 }, description: '', imageBuffer: cover },
  };
  if (album.originalDate !== undefined) frames.originalReleaseTime = album.originalDate;
  if (discTitle !== undefined) frames.setSubtitle = discTitle;
  if (album.artistSort !== undefined) {
    frames.performerSortOrder = album.artistSort;
    frames.TSO2 = album.artistSort;
  }
  if (album.compilation) frames.TCMP = '1';
  return NodeID3.create(frames);
}

/** The words of a track as an LRC file, timed by the bars of its piece. */
export function lyricsOf(track: DemoTrack): string {
  const barSeconds = (track.piece.beats * 60) / track.piece.bpm;
  return (track.lyrics ?? []).map(({ bar, line }) => `[${timestamp(bar * barSeconds)}]${line}\n`).join('');
}

function timestamp(seconds: number): string {
  const hundredths = Math.round(seconds * 100);
  const digits = (value: number) => String(value).padStart(2, '0');
  return `${digits(Math.floor(hundredths / 6000))}:${digits(Math.floor(hundredths / 100) % 60)}.${digits(hundredths % 100)}`;
}
