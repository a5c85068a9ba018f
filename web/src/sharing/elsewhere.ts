import { signal } from '@preact/signals';
import type { Device } from '../../../services/playback/session/events.ts';

/** The other device on which the listener's music plays; null when it plays on none. */
export const playingOn = signal<Device | null>(null);
