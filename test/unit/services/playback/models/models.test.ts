import { describe, expect, it } from '@jest/globals';
import { LISTENS } from '../../../../../services/playback/models/listens.ts';
import { PLAYS } from '../../../../../services/playback/models/plays.ts';
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
    expect(Object.fromEntries(docs)).toEqual({
      'us-1/tr-1': {
        _id: 'us-1/tr-1',
        user: 'us-1',
        kind: 'track',
        item: 'tr-1',
        plays: 1,
        last: after(200),
      },
      'us-1/tr-2': {
        _id: 'us-1/tr-2',
        user: 'us-1',
        kind: 'track',
        item: 'tr-2',
        plays: 1,
        last: after(350),
      },
      'us-1/al-1': {
        _id: 'us-1/al-1',
        user: 'us-1',
        kind: 'album',
        item: 'al-1',
        plays: 2,
        last: after(350),
      },
      'us-1/ar-1': {
        _id: 'us-1/ar-1',
        user: 'us-1',
        kind: 'artist',
        item: 'ar-1',
        plays: 2,
        last: after(350),
      },
      'us-2/tr-1': { _id: 'us-2/tr-1', user: 'us-2', kind: 'track', item: 'tr-1', plays: 1, last: after(10) },
      'us-2/al-1': { _id: 'us-2/al-1', user: 'us-2', kind: 'album', item: 'al-1', plays: 1, last: after(10) },
      'us-2/ar-1': {
        _id: 'us-2/ar-1',
        user: 'us-2',
        kind: 'artist',
        item: 'ar-1',
        plays: 1,
        last: after(10),
      },
    });
  });

  it('keep the latest time, also when a client sends an older one afterwards', () => {
    const docs = modelAfter(PLAYS, {
      'us-1/se-1': [
        open,
        [after(10), { type: 'submit', ...music }],
        [after(20), { type: 'submit', ...music, at: after(-5000) }],
      ],
    });
    expect(docs.get('us-1/tr-1')).toMatchObject({ plays: 2, last: after(10) });
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
        ...{ _id: 'us-1/se-1/1', ...common, track: 'tr-1', at: after(0), source: 'player' },
        ...{ played: true, heard: 200, ending: 'completed' },
      },
      {
        ...{ _id: 'us-1/se-1/2', ...common, track: 'tr-2', at: after(200), source: 'player' },
        ...{ played: false, heard: 10, ending: 'replaced' },
      },
      {
        ...{ _id: 'us-1/se-1/3', ...common, track: 'tr-3', at: after(210), source: 'player' },
        ...{ played: false },
      },
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
