import { describe, expect, it } from '@jest/globals';
import { CantigaError } from '../../../../errors.ts';
import { DeliveryReports } from '../../../../services/media/reports.ts';
import type { DeliveryReport } from '../../../../services/playback/answers.ts';

const receiver = { user: 'us-1', name: 'ada', client: 'test', session: 'se-1' };
const music = { track: 'tr-1', file: 'a', size: 1000, first: 100 };

/** Reports to somebody who takes them only when `isThere`. */
function reporting() {
  const taken: DeliveryReport[][] = [];
  const there = { error: undefined as CantigaError | undefined };
  const lost: DeliveryReport[] = [];
  const reports = new DeliveryReports(
    async (_user, _name, deliveries) => {
      taken.push(structuredClone(deliveries));
      if (there.error) throw there.error;
    },
    (report) => lost.push(report),
  );
  return { reports, taken, there, lost };
}

describe('reports of what was delivered', () => {
  it('say which bytes of a file were, and why it ended', async () => {
    const { reports, taken } = reporting();
    reports.begin(receiver, music, () => 50)('left');
    await reports.flush();
    expect(taken).toEqual([
      [
        {
          ...{
            id: expect.any(String),
            client: 'test',
            session: 'se-1',
            track: 'tr-1',
            file: 'a',
            size: 1000,
          },
          ...{ ranges: [[100, 150]], seconds: expect.any(Number), end: 'left' },
        },
      ],
    ]);
    await reports.flush();
    expect(taken).toHaveLength(1);
  });

  it('of a long one say how far it is, each byte once', async () => {
    const { reports, taken } = reporting();
    let bytes = 10;
    const ended = reports.begin(receiver, music, () => bytes);
    await reports.flush();
    await reports.flush();
    bytes = 30;
    ended('complete');
    await reports.flush();
    expect(taken.flat().map(({ ranges, end }) => [ranges, end])).toEqual([
      [[[100, 110]], 'ongoing'],
      [[[110, 130]], 'complete'],
    ]);
  });

  it('go out again as they were until they are taken', async () => {
    const { reports, taken, there } = reporting();
    there.error = new CantigaError('UNAVAILABLE', 'Not now.');
    reports.begin(receiver, music, () => 1)('left');
    await reports.flush();
    reports.begin(receiver, music, () => 2)('left');
    there.error = undefined;
    await reports.flush();
    expect(taken.map((deliveries) => deliveries.map(({ ranges }) => ranges))).toEqual([
      [[[100, 101]]],
      [[[100, 101]]],
      [[[100, 102]]],
    ]);
    expect(taken[1]).toEqual(taken[0]);
  });

  it('are not repeated to who refuses them for good', async () => {
    const { reports, taken, there } = reporting();
    there.error = new CantigaError('NOT_FOUND', 'No such listener.');
    reports.begin(receiver, music, () => 1)('left');
    await reports.flush();
    await reports.flush();
    expect(taken).toHaveLength(1);
  });

  it('that come of many small requests are one', async () => {
    const { reports, taken } = reporting();
    for (let i = 0; i < 100; i++) reports.begin(receiver, { ...music, first: i }, () => 1)('complete');
    await reports.flush();
    expect(taken.flat().map(({ ranges }) => ranges.length)).toEqual([64, 36]);
  });

  it('are given up when too many wait', async () => {
    const { reports, lost } = reporting();
    for (let i = 0; i < 50_001; i++)
      reports.begin({ ...receiver, user: `us-${i}` }, music, () => 1)('complete');
    expect(lost).toHaveLength(1);
  });
});
