import { effect } from '@preact/signals';
import type { Player, PlayerTrack } from './player.ts';

const SIZES = [96, 256, 512];
/** Seconds of a step where the system asks for none of its own. */
const STEP = 10;

/**
 * Tells the system what plays (lock screen, media keys, headphones) and does what it asks.
 * @returns the function that ends it
 */
export function connectMediaSession(
  player: Player,
  coverUrl: (track: PlayerTrack, size: number) => string,
): () => void {
  const session = navigator.mediaSession as MediaSession | undefined;
  if (session === undefined) return () => {};
  const position = () => player.position.peek();
  const actions: [MediaSessionAction, MediaSessionActionHandler][] = [
    ['play', () => player.play()],
    ['pause', () => player.pause()],
    ['stop', () => player.pause()],
    ['nexttrack', () => player.next()],
    ['previoustrack', () => player.previous()],
    ['seekto', ({ seekTime }) => player.seek(seekTime ?? 0)],
    ['seekforward', ({ seekOffset }) => player.seek(position() + (seekOffset || STEP))],
    ['seekbackward', ({ seekOffset }) => player.seek(position() - (seekOffset || STEP))],
  ];
  for (const [action, handler] of actions) setHandler(session, action, handler);
  const endings = [
    effect(() => {
      const track = player.current.value?.track;
      session.metadata = track === undefined ? null : metadataOf(track, coverUrl);
    }),
    effect(() => {
      session.playbackState = playbackState(player);
    }),
    effect(() => showPosition(session, player)),
  ];
  return () => {
    for (const end of endings) end();
    for (const [action] of actions) setHandler(session, action, null);
    session.metadata = null;
  };
}

/** A browser that does not know an action throws. */
function setHandler(
  session: MediaSession,
  action: MediaSessionAction,
  handler: MediaSessionActionHandler | null,
) {
  try {
    session.setActionHandler(action, handler);
  } catch {
    // The system has no such key then.
  }
}

function metadataOf(track: PlayerTrack, coverUrl: (track: PlayerTrack, size: number) => string) {
  return new MediaMetadata({
    title: track.title,
    artist: track.displayArtist,
    album: track.album,
    artwork: SIZES.map((size) => ({ src: coverUrl(track, size), sizes: `${size}x${size}` })),
  });
}

function playbackState({ state }: Player): MediaSessionPlaybackState {
  if (state.value === 'idle') return 'none';
  return state.value === 'paused' || state.value === 'failed' ? 'paused' : 'playing';
}

function showPosition(session: MediaSession, player: Player): void {
  const duration = player.duration.value;
  const position = Math.min(player.position.value, duration);
  if (duration > 0) session.setPositionState?.({ duration, position, playbackRate: player.speed.value });
  else session.setPositionState?.();
}
