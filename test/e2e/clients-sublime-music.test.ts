import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { arrangements } from '../support/arrangements.ts';
import { addCredential } from '../support/credentials.ts';
import { describeWith } from '../support/describe.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { listen } from '../support/listener.ts';

/** At least so many tracks are in the demo library. */
const DEMO_TRACKS = 16;
const CLIENT = resolve(import.meta.dirname, '../support/sublime_client.py');

interface Fetched {
  status: number;
  type: string;
  bytes: number;
}

interface Listed {
  name: string;
  comment: string | null;
  songs: string[];
}

/** What the client printed; see there. */
interface Seen {
  online: boolean;
  artists: string[];
  albums: string[];
  starred: string[];
  genres: string[];
  ignoredArticles: string[];
  details: boolean;
  folders: string[];
  insideFolder: string[];
  found: { albums: string[]; artists: string[]; songs: string[] };
  album: string;
  albumSongs: string[];
  stream: Fetched;
  download: Fetched;
  size: number;
  cover: Fetched;
  recent: string[];
  queue: { songs: string[]; index: number; position: number };
  created: Listed;
  renamed: Listed;
  appended: Listed;
  replaced: Listed;
  deleted: boolean;
}

async function sublimeMusic(url: string, password: string, mechanism: 'salted' | 'plain'): Promise<Seen> {
  // Debian's own Python, whatever else is on the PATH: its packages are made for that one.
  const { stdout } = await promisify(execFile)('/usr/bin/python3', [
    CLIENT,
    url,
    'admin',
    password,
    mechanism,
  ]);
  return JSON.parse(stdout) as Seen;
}

describeWith(['sublime-music'], 'Sublime Music', () => {
  describe.each(arrangements)('with the engine in $name', ({ options }) => {
    let engine: Engine;
    let secret: string;
    let starred: string;
    beforeAll(async () => {
      engine = await startEngine(options);
      const device = await addCredential(engine, 'sublime');
      secret = device.secret;
      const listener = await listen(engine, device.apiKey);
      await listener.scanned(DEMO_TRACKS);
      const { albumList2 } = await listener.call<{ albumList2: { album: { id: string; name: string }[] } }>(
        'getAlbumList2',
        { type: 'alphabeticalByName' },
      );
      const album = albumList2.album[0]!;
      await listener.call('star', { albumId: album.id });
      starred = album.name;
    }, 180_000);
    afterAll(() => engine?.stop());

    it.each(['salted', 'plain'] as const)(
      'browses, searches, plays and edits playlists (%s)',
      async (mechanism) => {
        const password = mechanism === 'plain' ? engine.adminPassword : secret;
        const seen = await sublimeMusic(engine.url, password, mechanism);

        expect(seen.online).toBe(true);
        expect(seen.artists.length).toBeGreaterThanOrEqual(4);
        expect(seen.albums.length).toBeGreaterThanOrEqual(5);
        expect(seen.starred).toEqual([starred]);
        expect(seen.genres.length).toBeGreaterThan(0);
        expect(seen.ignoredArticles).toContain('The');
        expect(seen.details).toBe(true);
        expect(seen.folders).toEqual(expect.arrayContaining([seen.artists[0]]));
        expect(seen.insideFolder).toContain(seen.album);
        expect(seen.found.albums).toContain(seen.album);
        expect(seen.stream).toMatchObject({ status: 200, bytes: seen.size });
        expect(seen.stream.type).toMatch(/^audio\//);
        expect(seen.download).toMatchObject({ status: 200, bytes: seen.size });
        expect(seen.cover.status).toBe(200);
        expect(seen.cover.type).toMatch(/^image\//);

        expect(seen.recent).toEqual([seen.album]);
        expect(seen.queue).toEqual({ songs: seen.albumSongs, index: 1, position: 12.5 });

        const [first, second] = seen.albumSongs;
        const last = seen.albumSongs.at(-1);
        expect(seen.created).toMatchObject({ name: 'Sublime', songs: [first, second] });
        expect(seen.renamed).toEqual({ name: 'Better', comment: 'by ear', songs: [first, second] });
        expect(seen.appended.songs).toEqual([first, second, last]);
        expect(seen.replaced.songs).toEqual([first]);
        expect(seen.deleted).toBe(true);
      },
    );

    it('is told that a password is wrong', async () => {
      const client = sublimeMusic(engine.url, 'not the password', 'plain');
      await expect(client).rejects.toThrow(/ServerError.*[Ww]rong/s);
    });
  });
});
