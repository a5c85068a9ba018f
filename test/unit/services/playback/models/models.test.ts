import { describe, expect, it } from '@jest/globals';
import { HOURS } from '../../../../../services/playback/models/hours.ts';
import { LEDGER } from '../../../../../services/playback/models/ledger.ts';
import { LISTENS } from '../../../../../services/playback/models/listens.ts';
import { PLAYS } from '../../../../../services/playback/models/plays.ts';
import { ROYALTIES } from '../../../../../services/playback/models/royalties.ts';
import { SESSIONS } from '../../../../../services/playback/models/sessions.ts';
import type { SessionCommand } from '../../../../../services/playback/session/commands.ts';
import { modelAfter, type Story } from '../../../../support/playback/fold.ts';

const T = 1_700_000_000_000;
const after = (seconds: number) => T + seconds * 1000;
const device = 'sealed';
const open: Story[number] = [T, { type: 'open', user: 'us-1', device }];
const music = { track: 'tr-1', album: 'al-1', artist: 'ar-1', duration: 200 };
const start = (more = {}): SessionCommand => ({ type: 'start', ...music, source: 'player', ...more });
const end: SessionCommand = { type: 'end', reason: 'completed' };

describe('the plays of a listener', () => {
  it('count tracks, albums and artists that were heard for long enough', () => {
    const docs = modelAfter(PLAYS, {
      'us-1/se-1': [
        open,
        [after(0), start()],
        [after(200), end],
        [after(200), start({ track: 'tr-2' })],
        [after(350), start({ track: 'tr-3' })],
        [after(360), end],
      ],
      'us-2/se-2': [open, [after(10), { type: 'submit', ...music }]],
    });
    const counted = [...docs.values()].map((doc) => [doc!._id, doc!.kind, doc!.plays, doc!.last]);
    const both = (user: string, item: string, ...rest: unknown[]) =>
      ['all', '2023'].map((period) => [`${user}/${period}/${item}`, ...rest]);
    expect(counted).toEqual(
      expect.arrayContaining([
        ...both('us-1', 'tr-1', 'track', 1, after(200)),
        ...both('us-1', 'tr-2', 'track', 1, after(350)),
        ...both('us-1', 'al-1', 'album', 2, after(350)),
        ...both('us-1', 'ar-1', 'artist', 2, after(350)),
        ...both('us-2', 'tr-1', 'track', 1, after(10)),
        ...both('us-2', 'al-1', 'album', 1, after(10)),
        ...both('us-2', 'ar-1', 'artist', 1, after(10)),
      ]),
    );
    expect(counted).toHaveLength(14);
  });

  it('keep the latest time, also when a client sends an older one afterwards', () => {
    const docs = modelAfter(PLAYS, {
      'us-1/se-1': [
        open,
        [after(10), { type: 'submit', ...music }],
        [after(20), { type: 'submit', ...music, at: after(-5000) }],
      ],
    });
    expect(docs.get('us-1/all/tr-1')).toMatchObject({ plays: 2, last: after(10) });
  });
});

describe('the history of a listener', () => {
  it('has what goes on, what was heard, and what was skipped', () => {
    const docs = modelAfter(LISTENS, {
      'us-1/se-1': [
        open,
        [after(0), start()],
        [after(200), end],
        [after(200), start({ track: 'tr-2' })],
        [after(210), start({ track: 'tr-3' })],
      ],
    });
    const common = { user: 'us-1', session: 'se-1', album: 'al-1', artist: 'ar-1', duration: 200 };
    expect([...docs.values()]).toEqual([
      {
        ...{ _id: 'us-1/se-1/1', n: 1, ...common, track: 'tr-1', at: after(0), source: 'player' },
        ...{ played: true, heard: 200, ending: 'completed' },
      },
      {
        ...{ _id: 'us-1/se-1/2', n: 2, ...common, track: 'tr-2', at: after(200), source: 'player' },
        ...{ played: false, heard: 10, ending: 'replaced' },
      },
      {
        ...{ _id: 'us-1/se-1/3', n: 3, ...common, track: 'tr-3', at: after(210), source: 'player' },
        ...{ played: false },
      },
    ]);
  });
});

describe('the ledger', () => {
  const delivery = { track: 'tr-1', file: 'a', size: 1000, seconds: 2 } as const;
  const deliver = (ranges: [number, number][], more = {}): SessionCommand =>
    ({ type: 'deliver', ...delivery, ranges, end: 'complete', ...more }) as SessionCommand;

  it('counts bytes that were delivered more than once once', () => {
    const docs = modelAfter(LEDGER, {
      'us-1/se-1': [
        open,
        [after(1), deliver([[0, 400]], { end: 'ongoing' })],
        [after(2), deliver([[400, 600]], { end: 'left' })],
        [after(9), deliver([[500, 1000]])],
        [after(10), deliver([[0, 10]], { file: 'b', size: 20 })],
      ],
    });
    expect(docs.get('us-1/se-1/tr-1/a')).toMatchObject({
      ...{ user: 'us-1', session: 'se-1', track: 'tr-1', size: 1000 },
      ...{ ranges: [[0, 1000]], bytes: 1000, deliveries: 2, seconds: 6, ends: { left: 1, complete: 1 } },
      ...{ first: after(1), at: after(9) },
    });
    expect(docs.get('us-1/se-1/tr-1/b')).toMatchObject({ ranges: [[0, 10]], bytes: 10 });
  });
});

describe('the hours of a listener', () => {
  it('say when something was heard, in hours of UTC', () => {
    const docs = modelAfter(HOURS, { 'us-1/se-1': [open, [after(0), start()], [after(200), end]] });
    expect([...docs]).toEqual([['us-1/2023-11', { _id: 'us-1/2023-11', hours: { '1422': [1, 200] } }]]);
  });
});

describe('the royalties', () => {
  it('add up what all listeners have heard in a month', () => {
    const story: Story = [
      open,
      [after(0), start()],
      [after(200), end],
      [after(200), start()],
      [after(210), end],
    ];
    const docs = modelAfter(ROYALTIES, { 'us-1/se-1': story, 'us-2/se-2': story });
    expect([...docs.values()]).toEqual([
      { _id: '2023-11/track/tr-1', month: '2023-11', kind: 'track', item: 'tr-1', plays: 2, heard: 420 },
      { _id: '2023-11/artist/ar-1', month: '2023-11', kind: 'artist', item: 'ar-1', plays: 2, heard: 420 },
    ]);
  });
});

describe('the sessions', () => {
  it('say what is being played, and that they are closed', () => {
    const playing: Story = [open, [after(0), start()], [after(20), { type: 'pause' }]];
    expect(modelAfter(SESSIONS, { 'us-1/se-1': playing }).get('us-1/se-1')).toMatchObject({
      ...{ session: 'se-1', user: 'us-1', device, open: true, playing: true, at: after(20) },
      listen: { track: 'tr-1', position: 20, isSounding: false },
    });
    const closed: Story = [...playing, [after(30), { type: 'close', by: 'listener' }]];
    expect(modelAfter(SESSIONS, { 'us-1/se-1': closed }).get('us-1/se-1')).toMatchObject({
      ...{ open: false, playing: false, closed: 'listener', listen: null },
    });
  });
});
