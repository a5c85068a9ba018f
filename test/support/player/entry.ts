import { createPlayer } from '../../../web/src/audio/create-player.ts';
import type { Player, PlayerTrack } from '../../../web/src/audio/player.ts';
import { type Tap, tapOutput } from './tap.ts';
import { type Wave, waveOf } from './wave.ts';

declare global {
  interface Window {
    player: Player;
    tap: Tap;
    tracks: PlayerTrack[];
    /** What the signals have shown, one line a change. */
    seen: string[];
    wave(tone: number): Wave;
    /** Milliseconds of `performance.now()` of the last click. */
    clickedAt: number;
  }
}

window.tap = tapOutput();
window.player = createPlayer({
  streamUrl: (id) => `/api/v1/tracks/${id}/stream`,
  coverUrl: ({ id }, size) => `/api/v1/covers/${id}?size=${size}`,
  renewSession: async () => {
    const headers = { 'Content-Type': 'application/json', 'X-Cantiga': '1' };
    return (await fetch('/api/v1/refresh', { method: 'POST', headers, body: '{}' })).ok;
  },
});
window.wave = (tone) => waveOf(window.tap.recorded(), window.tap.rate, tone);
window.seen = [];
window.player.state.subscribe((state) => window.seen.push(state));
window.player.error.subscribe((error) => {
  if (error) window.seen.push(`${error.kind}: ${error.track.title}`);
});
window.player.current.subscribe((entry) => {
  if (entry) window.seen.push(`> ${entry.track.title}`);
});
document.addEventListener('click', ({ timeStamp }) => {
  window.clickedAt = timeStamp;
});
document.querySelector('#load')!.addEventListener('click', () => window.player.load(window.tracks, 0));
document.querySelector('#play')!.addEventListener('click', () => window.player.play());
