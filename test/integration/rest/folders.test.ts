import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  FolderDetailsResource,
  FolderResource,
  ListOf,
  SubfolderResource,
  TrackResource,
} from '../../../services/gateway/rest/resources.ts';
import { type Served, serve, TRACKS } from '../../support/rest.ts';
import { eventually } from '../../support/rooms.ts';

let engine: Served;
let root: string;
beforeAll(async () => {
  engine = await serve();
  [{ root }] = (await list<FolderResource>('/folders')) as [FolderResource];
});
afterAll(() => engine.stop());

const get = <T>(path: string) => engine.ask<T>('GET', path, { as: 'ana' });
const list = async <T>(path: string) => (await get<ListOf<T>>(path)).body.items;
const foldersOf = (id: string) => list<SubfolderResource>(`/folders/${id}/folders`);
const named = async (id: string, name: string) => (await foldersOf(id)).find((one) => one.name === name)!;

describe('the folders of the music', () => {
  it('are browsed from the music folder down to the tracks, by names alone', async () => {
    expect((await foldersOf(root)).map(({ name, songCount }) => [name, songCount])).toEqual([
      ['Ana Lua', 8],
      ['Os Faróis', 4],
    ]);
    const ana = await named(root, 'Ana Lua');
    const mar = await named(ana.id, 'Maré');
    const { body } = await get<FolderDetailsResource>(`/folders/${mar.id}`);
    expect(body).toMatchObject({ name: 'Maré', folder: 1, songCount: 4, trackCount: 4, folderCount: 0 });
    expect(body.path).toEqual([
      { id: root, name: 'music' },
      { id: ana.id, name: 'Ana Lua' },
    ]);
    const tracks = await list<TrackResource>(`/folders/${mar.id}/tracks`);
    expect(tracks.map(({ album }) => album)).toEqual(Array(4).fill('Maré'));
    expect(mar.coverTrack).toBe(tracks[0]!.id);
    expect(await foldersOf(mar.id)).toEqual([]);
    expect(await list(`/folders/${ana.id}/tracks`)).toEqual([]);
  });

  it('give the tracks of all below them, page by page', async () => {
    const all = await list<TrackResource>(`/folders/${root}/tracks?deep=true`);
    expect(all).toHaveLength(TRACKS);
    const { body } = await get<ListOf<TrackResource>>(`/folders/${root}/tracks?deep=true&limit=5`);
    expect(body.items).toEqual(all.slice(0, 5));
    const next = await list(`/folders/${root}/tracks?deep=true&limit=5&cursor=${body.next}`);
    expect(next).toEqual(all.slice(5, 10));
    expect((await get(`/folders/${root}/tracks?limit=5&cursor=${body.next}`)).status).toBe(400);
  });

  it('are not found under ids that are none', async () => {
    const { id, albumId } = (await list<TrackResource>('/tracks?limit=1'))[0]!;
    for (const wrong of ['fo-0000000000000', 'nothing', '1', id, albumId]) {
      for (const below of ['', '/folders', '/tracks', '/tracks?deep=true']) {
        expect((await get(`/folders/${wrong}${below}`)).status).toBe(404);
      }
    }
  });

  it('follow what is moved and removed on the disk', async () => {
    const music = (engine.broker.config as { music: string[] }).music[0]!;
    const before = await named(root, 'Os Faróis');
    mkdirSync(join(music, 'Arquivo'));
    renameSync(join(music, 'Os Faróis'), join(music, 'Arquivo', 'Faróis'));
    rmSync(join(music, 'Ana Lua', 'Maré'), { recursive: true });
    await engine.ask('POST', '/scan', { as: 'admin' });
    await eventually(async () => (await get<FolderDetailsResource>(`/folders/${root}`)).body.songCount === 8);
    expect((await foldersOf(root)).map(({ name }) => name)).toEqual(['Ana Lua', 'Arquivo']);
    expect((await get(`/folders/${before.id}`)).status).toBe(404);
    const archive = await named(root, 'Arquivo');
    expect((await foldersOf(archive.id)).map(({ name }) => name)).toEqual(['Faróis']);
  });

  it('have a music folder among them that has no music yet', async () => {
    const { music } = engine.broker.config as { music: string[] };
    const empty = join(music[0]!, '..', 'still-empty');
    mkdirSync(empty);
    music.push(empty);
    await engine.restart();
    const folders = await list<FolderResource>('/folders');
    expect(folders.map(({ name }) => name)).toEqual(['music', 'still-empty']);
    const { body } = await get<FolderDetailsResource>(`/folders/${folders[1]!.root}`);
    expect(body).toMatchObject({ name: 'still-empty', path: [], songCount: 0 });
    expect(await foldersOf(folders[1]!.root)).toEqual([]);
    expect(await list(`/folders/${folders[1]!.root}/tracks?deep=true`)).toEqual([]);
  });
});
