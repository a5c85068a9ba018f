import { afterEach, describe, expect, it } from '@jest/globals';
import { openJournal } from '../../../mixins/journal/open.ts';
import { partitionOf } from '../../../mixins/journal/partitions.ts';
import type { CommitLog } from '../../../mixins/journal/types.ts';
import { asCsv, asNdjson, type ExportOptions, exportedEvents } from '../../../services/playback/export.ts';
import { stores } from '../../support/stores.ts';

const P = partitionOf('us-ana');

describe.each(stores)('exporting the journal, on $name', (store) => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function journal(): Promise<CommitLog> {
    const { config, cleanup } = await store.open();
    ends.push(cleanup);
    const log = await openJournal(config, 'playback');
    ends.push(() => log.close());
    for (let pos = 1; pos <= 250; pos++) {
      const event = {
        type: 'opened',
        schema: 1,
        cmd: `c${pos}`,
        data: { said: 'a "b",\nc' },
        reply: { v: pos },
      };
      const stream = pos % 2 === 1 ? 'us-ana/se-1' : 'us-other/se-2';
      const events = [{ ...event, stream, v: Math.ceil(pos / 2) }];
      await log.append({ p: P, pos, epoch: 1, writer: 'w', at: Date.UTC(2026, 0, pos), events });
    }
    return log;
  }

  const all = async (chunks: AsyncIterable<string>) => {
    let text = '';
    for await (const chunk of chunks) text += chunk;
    return text;
  };
  const lines = async (log: CommitLog, options: ExportOptions) =>
    (await all(asNdjson(exportedEvents(log, options))))
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { position: number; stream: string });

  it('writes each event as a line of JSON, in the order of its partition', async () => {
    const found = await lines(await journal(), {});
    expect(found.map(({ position }) => position)).toEqual(Array.from({ length: 250 }, (_, i) => i + 1));
    expect(found[0]).toEqual({
      ...{ stream: 'us-ana/se-1', version: 1, at: '2026-01-01T00:00:00.000Z', type: 'opened', schema: 1 },
      ...{ command: 'c1', partition: P, position: 1, data: { said: 'a "b",\nc' }, reply: { v: 1 } },
    });
  });

  it('writes only what is of a listener, and of a time', async () => {
    const log = await journal();
    expect(await lines(log, { user: 'us-ana' })).toHaveLength(125);
    expect(await lines(log, { user: 'us-nobody' })).toEqual([]);
    const february = { from: Date.UTC(2026, 1), to: Date.UTC(2026, 2) };
    expect(await lines(log, february)).toHaveLength(28);
  });

  it('writes CSV that keeps quotes, commas and line breaks', async () => {
    const text = await all(asCsv(exportedEvents(await journal(), { to: Date.UTC(2026, 0, 2) })));
    expect(text).toBe(
      'stream,version,at,type,schema,command,partition,position,data,reply\r\n' +
        `us-ana/se-1,1,2026-01-01T00:00:00.000Z,opened,1,c1,${P},1,` +
        '"{""said"":""a \\""b\\"",\\nc""}","{""v"":1}"\r\n',
    );
  });

  it('does not end as if it were whole where a position is missing', async () => {
    const log = await journal();
    await log.append({ p: P, pos: 252, epoch: 1, writer: 'w', at: 0, events: [] });
    await expect(lines(log, {})).rejects.toThrow(/^Position 251 of partition p\d\d is missing\.$/);
  });
});
