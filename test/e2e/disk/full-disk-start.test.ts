import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refusalOf, startEngine } from '../../support/engine.ts';
import { type Listener, listen } from '../../support/listener.ts';
import { mountSmallDisk } from '../../support/small-disk.ts';
import { writeMp3 } from '../../support/tiny-mp3.ts';

const TRACKS = 5;
const KIB = 1024;
const LONGEST_TEST = 180_000;
/** Bytes that are left on the disk: less and more than each step of a start needs. */
const SPARE = [0, 16, 80, 160, 320, 600].map((kib) => kib * KIB);

const disk = mountSmallDisk('The start of an engine on a full disk', 8);

(disk ? describe : describe.skip)('the start of an engine on a full disk', () => {
  const music = mkdtempSync(join(tmpdir(), 'cantiga-full-disk-music-'));

  beforeAll(() => {
    for (let n = 0; n < TRACKS; n++) writeMp3(music, `${n}.mp3`, n, { artist: 'Artist', album: 'Album' });
  });
  afterAll(() => {
    disk!.remove();
    rmSync(music, { recursive: true, force: true });
  });

  /** Why it does not start with so many bytes on the disk; undefined when it does. */
  const refusedWith = async (data: string, spare: number): Promise<string | undefined> => {
    disk!.fill(spare);
    try {
      return await refusalOf({ music: [music], dataDir: join(disk!.path, data) });
    } catch (error) {
      if ((error as Error).message === 'It has started.') return undefined;
      throw error;
    } finally {
      disk!.free();
    }
  };
  const started = async <T>(data: string, visit: (listener: Listener) => Promise<T>): Promise<T> => {
    const engine = await startEngine({ music: [music], dataDir: join(disk!.path, data) });
    try {
      return await visit(await listen(engine));
    } finally {
      await engine.stop();
    }
  };
  const FULL = /The disk that holds CANTIGA_DATA is full|whether its disk has space/;

  it.each(SPARE)(
    'is refused or works, the first time, with %d bytes left, and works later',
    async (spare) => {
      const data = `first-${spare}`;
      const refused = await refusedWith(data, spare);
      if (spare === 0 || refused !== undefined) expect(refused).toMatch(FULL);
      await started(data, (listener) => listener.scanned(TRACKS));
      rmSync(join(disk!.path, data), { recursive: true });
    },
    LONGEST_TEST,
  );

  it(
    'is refused or works with what is there, which is whole when there is space again',
    async () => {
      await started('kept', async (listener) => {
        await listener.scanned(TRACKS);
        await listener.call('createPlaylist', { name: 'kept' });
      });
      for (const spare of SPARE) {
        const refused = await refusedWith('kept', spare);
        if (spare === 0 || refused !== undefined) expect(refused).toMatch(FULL);
      }
      await started('kept', async (listener) => {
        expect(await listener.scanned(TRACKS)).toBe(TRACKS);
        expect(await listener.call('getPlaylists')).toHaveProperty('playlists.playlist', [
          expect.objectContaining({ name: 'kept' }),
        ]);
      });
    },
    LONGEST_TEST,
  );
});
