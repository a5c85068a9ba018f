import { BASE } from './http.ts';

/** More pixels than these on a point of the screen nobody sees. */
const FINEST = 2;

/** Address of the square cover of an album, an artist, a track or a playlist. @param points edge in CSS pixels */
export function coverUrl(id: string, points: number): string {
  const size = Math.ceil(points * Math.min(devicePixelRatio, FINEST));
  return coverUrlOf(id, size);
}

/** @param size edge in pixels */
export function coverUrlOf(id: string, size: number): string {
  return `${BASE}/covers/${encodeURIComponent(id)}?size=${size}`;
}

export function streamUrl(trackId: string): string {
  return `${BASE}/tracks/${encodeURIComponent(trackId)}/stream`;
}

export function fileUrl(trackId: string): string {
  return `${BASE}/tracks/${encodeURIComponent(trackId)}/file`;
}
