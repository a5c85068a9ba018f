import { signal } from '@preact/signals';

/** The session in which this page listens now; undefined until something is heard. */
export const listeningSession = signal<string | undefined>(undefined);
