import { beforeAll, describe } from '@jest/globals';
import { browsing } from './subsonic/browsing.ts';
import { endpoints } from './subsonic/endpoints.ts';
import { marks } from './subsonic/marks.ts';
import { media } from './subsonic/media.ts';
import { playback } from './subsonic/playback.ts';
import { signingIn } from './subsonic/signing-in.ts';
import { type Connection, type Visit, visit } from './subsonic/visit.ts';

/**
 * Registers the tests of the whole Subsonic protocol: every endpoint and every rule of real clients, over real HTTP
 * against a live engine that plays the demo library and that nobody else uses meanwhile.
 *
 * @param connect called when the first test is about to run; gives where and how to reach the engine
 */
export function subsonicSuite(connect: () => Connection): void {
  let visited: Visit;
  beforeAll(async () => {
    visited = await visit(connect());
    // Composing the demo takes a minute and a half on two slow cores that do other things as well.
  }, 300_000);
  const visiting = () => visited;

  describe('endpoints', () => endpoints(visiting));
  describe('signing in', () => signingIn(visiting));
  describe('browsing', () => browsing(visiting));
  describe('marks and playlists', () => marks(visiting));
  describe('playback', () => playback(visiting));
  describe('sound and pictures', () => media(visiting));
}
