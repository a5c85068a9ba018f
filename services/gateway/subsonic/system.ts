import type { Body, Exchange } from './exchange.ts';

/** What we implement beyond Subsonic, and in which versions: https://opensubsonic.netlify.app/docs/extensions/ */
const EXTENSIONS = [
  { name: 'apiKeyAuthentication', versions: [1] },
  { name: 'formPost', versions: [1] },
  { name: 'indexBasedQueue', versions: [1] },
  { name: 'playbackReport', versions: [1] },
  { name: 'songLyrics', versions: [1] },
];

/** Answers without a login, so that a client can find out how to log in. */
export function extensions(): Body {
  return { openSubsonicExtensions: EXTENSIONS };
}

export async function ping(): Promise<Body> {
  return {};
}

export async function getLicense(): Promise<Body> {
  return { license: { valid: true } };
}

export async function tokenInfo({ user }: Exchange): Promise<Body> {
  return { tokenInfo: { username: user.name } };
}

export async function getScanStatus({ call }: Exchange): Promise<Body> {
  return scanStatus(await call('library.status', {}));
}

/** `fullScan`, which several servers and clients know, reads files even if they look unchanged. */
export async function startScan({ call, params }: Exchange): Promise<Body> {
  return scanStatus(await call('library.scan', { full: params.flagIf('fullScan') ?? false }));
}

function scanStatus({ scanning, tracks }: { scanning: boolean; tracks: number }): Body {
  return { scanStatus: { scanning, count: tracks } };
}
