import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ListOf } from '../../../services/gateway/rest/resources.ts';
import { type Served, serve } from '../../support/rest.ts';

let engine: Served;
beforeAll(async () => {
  engine = await serve();
});
afterAll(() => engine.stop());

interface Told {
  event: string;
  id: string;
  data: Record<string, unknown>;
}

/** A stream of events, read as it comes: those about the queue, or all others. */
async function listen(headers: Record<string, string> = {}, { seconds = 600, ofQueue = false } = {}) {
  const leaving = new AbortController();
  const response = await fetch(`${engine.url}/api/v1/events`, {
    headers: { authorization: `Bearer ${engine.token('ana', seconds)}`, ...headers },
    signal: leaving.signal,
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    response,
    leave: () => leaving.abort(),
    /** The next event, or undefined when the stream has ended. */
    async next(): Promise<Told | undefined> {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end < 0) {
          const { value, done } = await reader.read();
          if (done) return undefined;
          text += value;
          continue;
        }
        const lines = text.slice(0, end).split('\n');
        text = text.slice(end + 2);
        const field = (name: string) =>
          lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
        if (field('event') === undefined || (field('event') === 'queue') !== ofQueue) continue;
        return { event: field('event')!, id: field('id')!, data: JSON.parse(field('data')!) as Told['data'] };
      }
    },
  };
}

describe('events', () => {
  it('tell first how things are, then what changes, and go on after a break', async () => {
    const stream = await listen();
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.response.headers.get('cache-control')).toBe('no-store');
    const scan = (await stream.next())!;
    expect(scan).toMatchObject({ event: 'scan', data: { scanning: false, problems: 1 } });
    const library = (await stream.next())!;
    expect(library).toMatchObject({ event: 'library', data: { position: expect.any(Number) } });
    await engine.ask('POST', '/scan', { as: 'admin', body: { full: true } });
    let last = (await stream.next())!;
    while (last.data.scanning !== false) last = (await stream.next())!;
    expect(last.data.startedAt).not.toBe(scan.data.startedAt);
    stream.leave();

    const resumed = await listen({ 'last-event-id': last.id });
    await engine.ask('POST', '/scan', { as: 'admin', body: {} });
    // What has been seen is not told again: the first news is that of the new scan.
    const news = (await resumed.next())!;
    expect(news.event).toBe('scan');
    expect(news.data.startedAt).not.toBe(last.data.startedAt);
    resumed.leave();
  });

  it('tell a listener, and nobody else, where the queue is', async () => {
    const { body } = await engine.ask<ListOf<{ id: string }>>('GET', '/tracks', { as: 'ana' });
    const tracks = body.items.map(({ id }) => id);
    const stream = await listen({}, { ofQueue: true });
    expect(await stream.next()).toMatchObject({
      data: { rev: 0, index: null, playing: false, device: null },
    });
    const device = { id: 'd1', name: 'Kitchen', client: 'test' };
    const put = (as: 'ana' | 'ben') =>
      engine.ask('PUT', '/playback/queue', { as, body: { tracks, index: 1, position: 2.5, device } });
    await put('ben');
    await put('ana');
    const told = (await stream.next())!;
    expect(told.data).toMatchObject({ rev: 2, edition: 1, index: 1, position: 2.5, playing: false, device });
    expect(told.data.tracks).toBeUndefined();
    stream.leave();
    const resumed = await listen({ 'last-event-id': told.id }, { ofQueue: true });
    await engine.ask('PATCH', '/playback/queue', { as: 'ana', body: { index: 0, playing: true, device } });
    expect((await resumed.next())!.data).toMatchObject({ rev: 3, edition: 1, index: 0, playing: true });
    resumed.leave();
  });

  it('begin anew for whoever has seen nothing that is known here', async () => {
    for (const id of ['nonsense', '99.zz', '..', '1'.repeat(500)]) {
      const stream = await listen({ 'last-event-id': id });
      expect((await stream.next())!.event).toBe('scan');
      stream.leave();
    }
  });

  it('end with the token', async () => {
    const stream = await listen({}, { seconds: 3 });
    while ((await stream.next()) !== undefined);
    expect(stream.response.status).toBe(200);
  });

  it('are refused to whom has too many streams open, and to strangers', async () => {
    const streams = await Promise.all(Array.from({ length: 50 }, () => listen()));
    const refused = await engine.ask('GET', '/events', { as: 'ana' });
    expect(refused).toMatchObject({ status: 429, body: { type: 'urn:cantiga:throttled' } });
    expect(refused.headers.get('retry-after')).toBe('10');
    for (const { leave } of streams) leave();
    expect((await engine.ask('GET', '/events')).status).toBe(401);
    expect((await engine.ask('HEAD', '/events', { as: 'ana' })).status).toBe(200);
  });
});
