import { BASE, withQuery } from './http.ts';

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

/** @param session in which it is heard, once that is open */
export function streamUrl(trackId: string, session: string | undefined): string {
  return withQuery(`${BASE}/tracks/${encodeURIComponent(trackId)}/stream`, { session });
}

export function fileUrl(trackId: string): string {
  return `${BASE}/tracks/${encodeURIComponent(trackId)}/file`;
}
