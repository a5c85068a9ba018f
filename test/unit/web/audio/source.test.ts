import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HttpBytes, SourceError } from '../../../../web/src/audio/source.ts';

const SIZE = 3_000_000;
const file = Uint8Array.from({ length: SIZE }, (_, at) => (at * 7) ^ (at >> 8));

describe('A file over HTTP', () => {
  let server: Server;
  let ranges: string[];
  let answer: ((response: ServerResponse, asked: number) => boolean) | undefined;
  let renewals: number;
  let troubles: unknown[];
  let url: string;

  beforeEach(async () => {
    ranges = [];
    renewals = 0;
    troubles = [];
    answer = undefined;
    server = createServer((request, response) => {
      const range = request.headers.range!;
      ranges.push(range);
      if (answer?.(response, ranges.length)) return;
      const [, from, to] = /bytes=(\d+)-(\d+)/.exec(range)!.map(Number) as [number, number, number];
      const end = Math.min(to + 1, SIZE);
      const etag = '"one"';
      const range_ = `bytes ${from}-${end - 1}/${SIZE}`;
      response.writeHead(206, { 'content-range': range_, 'content-length': end - from, etag });
      response.end(file.subarray(from, end));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const open = () =>
    new HttpBytes({
      url: () => url,
      signal: new AbortController().signal,
      renewSession: async () => {
        renewals += 1;
        return true;
      },
      onTrouble: (trouble) => troubles.push(trouble),
    });
  const read = async (bytes: HttpBytes, at: number, length: number) => {
    const part = await bytes.read(at, length);
    expect(Buffer.compare(part, file.subarray(at, at + length))).toBe(0);
  };

  it('is read from start to end with a few requests', async () => {
    const bytes = open();
    for (let at = 0; at < SIZE; at += 100_000) await read(bytes, at, 100_000);
    expect(bytes.size).toBe(SIZE);
    expect(ranges).toEqual(['bytes=0-1048575', 'bytes=1048576-2097151', 'bytes=2097152-3145727']);
    expect((await bytes.read(SIZE, 10)).length).toBe(0);
  });

  it('is asked for once by who looks at its start again', async () => {
    const bytes = open();
    for (const at of [0, 10, 1000, 0, 500]) await read(bytes, at, 40);
    expect(ranges).toHaveLength(1);
  });

  it('is not asked for its start again by who comes back from an index at its end', async () => {
    const bytes = open();
    await read(bytes, 0, 30_000);
    await read(bytes, SIZE - 5000, 5000);
    await read(bytes, 40, 20_000);
    expect(ranges).toHaveLength(2);
    await read(bytes, 20_040, 200_000);
    await read(bytes, 0, 60_000);
  });

  it('is read right wherever one goes', async () => {
    const bytes = open();
    let place = 1;
    for (let step = 0; step < 60; step++) {
      place = (place * 48_271) % 2_147_483_647;
      await read(bytes, place % (SIZE - 70_000), (place >> 8) % 70_000);
    }
  });

  it('says with its first bytes that all is well, as a file before it may have been in trouble', async () => {
    const bytes = open();
    await read(bytes, 0, 100);
    await read(bytes, 2_000_000, 100);
    expect(troubles).toEqual([null]);
  });

  it('is asked for again after the session was renewed', async () => {
    answer = (response, asked) => {
      if (asked === 1) response.writeHead(401).end();
      return asked === 1;
    };
    await read(open(), 0, 100);
    expect(renewals).toBe(1);
  });

  it.each([
    [404, 'missing'],
    [410, 'missing'],
    [401, 'signed-out'],
    [416, 'changed'],
  ])('cannot be had after an answer %p: %s', async (status, kind) => {
    answer = (response) => {
      response.writeHead(status).end();
      return true;
    };
    const error = await open()
      .read(0, 100)
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(SourceError);
    expect((error as SourceError).kind).toBe(kind);
  });

  it('is another one when its tag has changed meanwhile', async () => {
    const bytes = open();
    await read(bytes, 0, 100);
    answer = (response) => {
      response.writeHead(206, { 'content-range': `bytes 2000000-2000009/${SIZE}`, etag: '"two"' });
      response.end(file.subarray(2_000_000, 2_000_010));
      return true;
    };
    await expect(bytes.read(2_000_000, 10)).rejects.toThrow('changed');
  });
});
