import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { backUp } from '../../backup/backup.ts';
import { inOrder } from '../../backup/files.ts';
import { restore } from '../../backup/restore.ts';
import { lockDatabase } from '../../mixins/store/sqlite/lock.ts';
import { runTool } from '../support/backup/tool.ts';
import { mountSmallDisk } from '../support/small-disk.ts';

const NAMES = ['auth', 'playback', 'playback-journal'];
let folder: string;
let backup: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cantiga-backup-'));
  await write(join(folder, 'new'), 'new');
  backup = join(folder, 'backup');
  await backUp(join(folder, 'new'), backup);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A data folder in which everything says the same. */
async function write(data: string, says: string): Promise<string> {
  await mkdir(data, { recursive: true });
  for (const name of NAMES) {
    const db = new DatabaseSync(join(data, `${name}.db`));
    db.exec('PRAGMA journal_mode = WAL; CREATE TABLE said (text TEXT); PRAGMA user_version = 1');
    db.prepare('INSERT INTO said VALUES (?)').run(says);
    db.close();
  }
  await writeFile(join(data, 'secret'), says);
  return data;
}

/** As {@link write}, by an engine that was killed, and with a database of which the backup knows nothing. */
async function writeOld(name: string): Promise<string> {
  const data = await write(join(folder, name), 'old');
  await writeFile(join(data, 'catalog-index.db'), 'old');
  await writeFile(join(data, 'auth.db-wal'), '');
  return data;
}

async function said(data: string): Promise<string[]> {
  const texts = NAMES.map((name) => {
    const db = new DatabaseSync(join(data, `${name}.db`), { readOnly: true });
    const { text } = db.prepare('SELECT text FROM said').get() as { text: string };
    db.close();
    return text;
  });
  return [...texts, await readFile(join(data, 'secret'), 'utf8')];
}

const FILES = ['auth.db', 'locks', 'playback-journal.db', 'playback.db', 'secret'];
const ALL_OLD = ['old', 'old', 'old', 'old'];
const ALL_NEW = ['new', 'new', 'new', 'new'];

describe('a backup', () => {
  it('sees who follows before what it follows, and who refers before what it refers to', () => {
    const names = [
      'auth.db',
      'catalog.db',
      'library.db',
      'playback-journal.db',
      'playback.db',
      'playlists.db',
    ];
    expect(inOrder(names)).toEqual([
      ...['playback.db', 'playback-journal.db', 'playlists.db'],
      ...['catalog.db', 'library.db', 'auth.db'],
    ]);
  });

  it('goes nowhere where there is something, and holds nothing of what is not there', async () => {
    await expect(backUp(join(folder, 'new'), backup)).rejects.toThrow(/is not empty/);
    await expect(backUp(join(folder, 'nowhere'), join(folder, 'x'))).rejects.toThrow(/nothing to back up/);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });

  it('of databases that are written meanwhile has them as they were when it began, none before what it follows', async () => {
    const data = await write(join(folder, 'busy'), '0');
    const [auth, models, journal] = NAMES.map((name) => new DatabaseSync(join(data, `${name}.db`)));
    auth!.exec(`CREATE TABLE bulk (text TEXT); INSERT INTO bulk
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
      SELECT hex(randomblob(500)) FROM n`);
    let [writes, seen] = [0, 0];
    const update = () => {
      writes++;
      for (const db of [auth, journal, models]) db!.prepare('UPDATE said SET text = ?').run(String(writes));
    };
    const writing = setInterval(update, 1);
    await backUp(data, join(folder, 'of-busy'), () => {
      seen ||= writes;
      update();
    });
    clearInterval(writing);
    for (const db of [auth, models, journal]) db!.close();
    expect(writes).toBeGreaterThan(seen + 5);
    const [ofAuth, ofModels, ofJournal] = (await said(join(folder, 'of-busy'))).map(Number);
    expect(ofModels).toBeLessThanOrEqual(ofJournal!);
    expect(Math.max(ofAuth!, ofJournal!)).toBeLessThanOrEqual(seen);
  });

  it('is restored to an empty folder, and to one with data only when that is meant', async () => {
    const empty = join(folder, 'empty');
    await restore(empty, backup, { force: false });
    expect(await said(empty)).toEqual(ALL_NEW);
    const data = await writeOld('data');
    await expect(restore(data, backup, { force: false })).rejects.toThrow(/holds data.*--force/);
    expect(await said(data)).toEqual(ALL_OLD);
    await restore(data, backup, { force: true });
    expect(await said(data)).toEqual(ALL_NEW);
    expect((await readdir(data)).sort()).toEqual(FILES);
  });

  it('is not restored while an engine uses the folder', async () => {
    const data = await writeOld('used');
    const unlock = lockDatabase(data, 'playback-journal');
    await expect(restore(data, backup, { force: true })).rejects.toThrow(/in use by another Cantiga engine/);
    unlock();
    expect(await said(data)).toEqual(ALL_OLD);
  });

  it.each([...NAMES.map((name) => `${name}.db`), 'secret', 'manifest.json', 'manifest.sha256'])(
    'with one byte changed in %s is refused',
    async (name) => {
      const data = await writeOld(`for-${name}`);
      const damaged = join(folder, `damaged-${name}`);
      await mkdir(damaged);
      for (const file of await readdir(backup))
        await writeFile(join(damaged, file), await readFile(join(backup, file)));
      const bytes = await readFile(join(damaged, name));
      bytes[bytes.length >> 1]! ^= 1;
      await writeFile(join(damaged, name), bytes);
      await expect(restore(data, damaged, { force: true })).rejects.toThrow(/is damaged/);
      await rm(join(damaged, name));
      await expect(restore(data, damaged, { force: true })).rejects.toThrow(/missing|holds no backup/);
      expect(await said(data)).toEqual(ALL_OLD);
      expect(existsSync(join(data, 'restoring'))).toBe(false);
    },
  );

  it('restored by who is killed, at whatever moment, is whole when it is run again', async () => {
    for (let at = 1; ; at++) {
      const data = await writeOld(`killed-${at}`);
      const env = { ...process.env, CANTIGA_DATA: data };
      const { code, output } = await runTool(['bin/restore.ts', backup, '--force'], env, at);
      if (code !== null) {
        expect(output).toMatch(/^Restored to /m);
        expect(at).toBeGreaterThan(20);
        return;
      }
      const starts = () => lockDatabase(data, 'auth')();
      if (existsSync(join(data, 'restoring', 'begun')))
        expect(starts).toThrow(/not finished.*npm run restore/);
      else {
        starts();
        const now = await said(data);
        expect([ALL_OLD, ALL_NEW]).toContainEqual(now);
      }
      await restore(data, backup, { force: true });
      expect(await said(data)).toEqual(ALL_NEW);
      expect((await readdir(data)).sort()).toEqual(FILES);
    }
  }, 240_000);
});

const disk = mountSmallDisk('A backup on a full disk', 1);

(disk ? describe : describe.skip)('a disk that is full', () => {
  afterAll(() => disk!.remove());

  it('keeps nothing of a backup that does not fit on it', async () => {
    disk!.fill(20_000);
    const target = join(disk!.path, 'backup');
    await expect(backUp(join(folder, 'new'), target)).rejects.toThrow(
      /is full. Nothing is left of the backup/,
    );
    expect(await readdir(disk!.path)).toEqual(['ballast']);
    disk!.free();
    await backUp(join(folder, 'new'), target);
    expect(await said(target)).toEqual(ALL_NEW);
    await rm(target, { recursive: true });
  });

  it('keeps what it held when a backup to be restored does not fit', async () => {
    const data = await write(join(disk!.path, 'data'), 'old');
    await restoreNothing(data);
    disk!.fill(20_000);
    await expect(restore(data, backup, { force: true })).rejects.toThrow(/no space for the backup. Nothing/);
    expect(await readdir(data)).not.toContain('restoring');
    disk!.free();
    expect(await said(data)).toEqual(ALL_OLD);
    await restore(data, backup, { force: true });
    expect(await said(data)).toEqual(ALL_NEW);
  });

  /** Has the locks made, which need some space themselves. */
  async function restoreNothing(data: string): Promise<void> {
    await expect(restore(data, backup, { force: false })).rejects.toThrow(/holds data/);
  }
});
