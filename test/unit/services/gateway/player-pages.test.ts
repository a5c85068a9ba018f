import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playerPages } from '../../../../services/gateway/player-pages.ts';

describe('The pages of the player', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cantiga-pages-'));
  const built = join(folder, 'dist');
  let server: Server;
  let url: string;

  beforeAll(async () => {
    mkdirSync(join(built, 'assets'), { recursive: true });
    writeFileSync(join(built, 'index.html'), '<title>player</title>');
    writeFileSync(join(built, 'assets/a-1.js'), 'plain');
    writeFileSync(join(built, 'assets/a-1.js.br'), 'smaller');
    writeFileSync(join(folder, 'secret.js'), 'secret');
    server = createServer(
      playerPages(built, (_, response) => {
        response.writeHead(404).end('elsewhere');
      }),
    );
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    rmSync(folder, { recursive: true });
  });
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(url + path, { headers: { 'Accept-Encoding': 'identity', ...headers } });

  it.each(['/', '/albums', '/albums/al-1', '/genres/R%26B', '/index.html'])(
    'are one page at %s',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(await answer.text()).toBe('<title>player</title>');
    },
  );

  it('keep files for ever that have their hash in their name', async () => {
    const answer = await get('/assets/a-1.js');
    expect(answer.headers.get('cache-control')).toMatch(/immutable/);
    expect(answer.headers.get('content-type')).toMatch(/^text\/javascript/);
    expect(await answer.text()).toBe('plain');
  });

  it('are sent as they were compressed, to those who can read that', async () => {
    const headers = { 'Accept-Encoding': 'gzip, br;q=0.9' };
    const head = await fetch(`${url}/assets/a-1.js`, { method: 'HEAD', headers });
    expect(head.headers.get('content-encoding')).toBe('br');
    expect(head.headers.get('content-length')).toBe('7');
    const refused = await get('/assets/a-1.js', { 'Accept-Encoding': 'br;q=0' });
    expect(refused.headers.get('content-encoding')).toBeNull();
  });

  it('are not sent again to who has them', async () => {
    const etag = (await get('/')).headers.get('etag')!;
    expect((await get('/', { 'If-None-Match': etag })).status).toBe(304);
  });

  it.each([
    '/api/v1/albums',
    '/rest/ping',
    '/health',
    '/missing.js',
    '/..%2Fsecret.js',
    '/assets/../../secret.js',
    '/.hidden.js',
  ])('leave %s to others', async (path) => {
    expect(await (await get(path)).text()).toBe('elsewhere');
  });

  it('leave what is not a request to read to others', async () => {
    expect((await fetch(`${url}/albums`, { method: 'POST' })).status).toBe(404);
  });

  it('say so when the player is not built', async () => {
    const empty = createServer(playerPages(join(folder, 'nothing'), () => {}));
    await new Promise<void>((resolve) => {
      empty.listen(0, '127.0.0.1', resolve);
    });
    const answer = await fetch(`http://127.0.0.1:${(empty.address() as AddressInfo).port}/albums`);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('npm run build');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    await new Promise((resolve) => {
      empty.close(resolve);
      empty.closeAllConnections();
    });
  });
});
