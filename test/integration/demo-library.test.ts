import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type IAudioMetadata, parseFile } from 'music-metadata';
import sharp from 'sharp';
import { DEMO_ALBUMS } from '../../services/library/demo/albums.ts';
import { composeDemo } from '../../services/library/demo/compose.ts';
import { filesOf } from '../../services/library/demo/files.ts';

/** Composes until a file of that pattern is there, and interrupts. Answers those that are. */
async function composeSome(folder: string, pattern: string): Promise<string[]> {
  const interruption = new AbortController();
  const outcome = expect(composeDemo(folder, interruption.signal)).rejects.toThrow('enough');
  while (globSync(pattern, { cwd: folder }).length === 0) await setTimeout(20);
  interruption.abort(new Error('enough'));
  await outcome;
  return globSync(pattern, { cwd: folder });
}

const names = (folder: string) => globSync('**/*.{wav,jpg,lrc}', { cwd: folder }).sort();

describe('the demo library', () => {
  let folder: string;
  let read: { path: string; metadata: IAudioMetadata }[];
  const named = (title: string) => read.find(({ metadata }) => metadata.common.title === title)!.metadata;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cantiga-demo-'));
    // Interrupted first, so that everything below also holds for a demo made in two goes.
    await composeSome(folder, '**/*.wav');
    const before = names(folder);
    expect(before.length).toBeLessThan(filesOf(DEMO_ALBUMS).length);
    const first = join(folder, before.find((name) => name.endsWith('.wav'))!);
    const written = (await stat(first)).mtimeMs;

    await composeDemo(folder);
    expect((await stat(first)).mtimeMs).toBe(written);
    const paths = globSync('**/*.wav', { cwd: folder }).sort();
    read = await Promise.all(
      paths.map(async (path) => ({
        path,
        metadata: await parseFile(join(folder, path), { duration: true }),
      })),
    );
  }, 180_000);

  afterAll(() => rm(folder, { recursive: true }));

  it('has at least 4 artists, 5 albums and 16 tracks of 20 to 40 seconds', () => {
    const of = (pick: (metadata: IAudioMetadata) => string[]) =>
      new Set(read.flatMap(({ metadata }) => pick(metadata)));
    expect(of(({ common }) => common.artists!).size).toBeGreaterThanOrEqual(4);
    expect(of(({ common }) => [common.album!]).size).toBeGreaterThanOrEqual(5);
    expect(read.length).toBeGreaterThanOrEqual(16);
    for (const { metadata } of read) {
      expect(metadata.format.duration).toBeGreaterThanOrEqual(20);
      expect(metadata.format.duration).toBeLessThanOrEqual(40);
    }
  });

  it('has complete tags and a picture in every track', () => {
    for (const { path, metadata } of read) {
      const { common } = metadata;
      expect(common).toMatchObject({
        title: expect.any(String),
        albumartist: basename(dirname(dirname(path))),
        album: basename(dirname(path)),
        date: expect.stringMatching(/^\d{4}(-\d\d-\d\d)?$/),
        genre: [expect.any(String)],
        composer: expect.arrayContaining([expect.any(String)]),
        bpm: expect.any(Number),
      });
      expect(path).toContain(` - ${common.title}.wav`);
      expect(common.replaygain_track_gain?.dB).toBeCloseTo(-2, 0);
      expect(common.picture?.[0]?.format).toBe('image/jpeg');
    }
  });

  it('has two artists on one track, discs with titles, original dates and a compilation', () => {
    expect(named('O Relojoeiro e a Maré').common.artists).toEqual(['Neon Sargaço', 'かげろう時計']);
    expect(named('Luz de Longe').common).toMatchObject({ compilation: true, albumartist: 'Various Artists' });
    expect(named('Pregão das Sete').common).toMatchObject({
      disk: { no: 2, of: 2 },
      track: { no: 1, of: 2 },
      discsubtitle: 'Manhã',
      originaldate: '1974-10-05',
      date: '2022-03-11',
      artistsort: 'Sombra, Aurélia',
    });
  });

  it('has synced lyrics beside one track', async () => {
    const [lyrics] = globSync('**/*.lrc', { cwd: folder });
    const lines = (await readFile(join(folder, lyrics!), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(line).toMatch(/^\[\d\d:\d\d\.\d\d]\S/);
  });

  it('has a drawn cover of 600 by 600 for every album, no two alike', async () => {
    const covers = globSync('*/*/cover.jpg', { cwd: folder });
    expect(covers).toHaveLength(DEMO_ALBUMS.length);
    const hashes = await Promise.all(
      covers.map(async (cover) => {
        const { width, height } = await sharp(join(folder, cover)).metadata();
        expect([width, height]).toEqual([600, 600]);
        return createHash('sha256')
          .update(await readFile(join(folder, cover)))
          .digest('hex');
      }),
    );
    expect(new Set(hashes).size).toBe(covers.length);
  });

  it('never clips, is loud enough, ends in silence, and no two tracks are alike', async () => {
    const hashes = new Set<string>();
    for (const { path } of read) {
      const file = await readFile(join(folder, path));
      const pcm = new Int16Array(file.buffer, file.byteOffset + 44, file.readUInt32LE(40) / 2);
      let peak = 0;
      let power = 0;
      // Globals are slow to reach in jest, and these are 28 million samples.
      for (let i = 0; i < pcm.length; i++) {
        const sample = pcm[i]!;
        if (sample > peak) peak = sample;
        else if (-sample > peak) peak = -sample;
        power += sample * sample;
      }
      const rms = 20 * Math.log10(Math.sqrt(power / pcm.length) / 32_768);
      expect(peak).toBeLessThan(32_000);
      expect(rms).toBeGreaterThan(-24);
      expect(rms).toBeLessThan(-12);
      expect(Math.max(...pcm.subarray(-64))).toBeLessThan(16);
      hashes.add(createHash('sha256').update(pcm).digest('hex'));
    }
    expect(hashes.size).toBe(read.length);
  });

  it('is the same to the byte when it is composed again elsewhere', async () => {
    const again = await mkdtemp(join(tmpdir(), 'cantiga-demo-'));
    const tracks = await composeSome(again, '**/*.wav');
    for (const path of tracks) {
      expect((await readFile(join(again, path))).equals(await readFile(join(folder, path)))).toBe(true);
    }
    await rm(again, { recursive: true });
  });

  it('is left alone when it is complete, even if somebody deleted a track', async () => {
    const [path] = names(folder).filter((name) => name.endsWith('.lrc'));
    await rm(join(folder, path!));
    await composeDemo(folder);
    expect(names(folder)).not.toContain(path);
  });

  it('replaces the files of an older version', async () => {
    const older = join(folder, 'older');
    await mkdir(older);
    await writeFile(join(older, 'Old.wav'), '');
    await writeFile(join(older, 'Own.wav'), '');
    await writeFile(
      join(older, '.cantiga-demo.json'),
      JSON.stringify({ version: 0, complete: true, files: ['Old.wav'] }),
    );
    await composeSome(older, '**/cover.jpg');
    expect(globSync('*.wav', { cwd: older })).toEqual(['Own.wav']);
  });

  it('leaves no unfinished files', () => {
    expect(globSync('*/*/.*.part', { cwd: folder })).toEqual([]);
  });

  it('tells when its folder cannot be made', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(composeDemo(join(file, 'demo'))).rejects.toThrow();
  });
});
