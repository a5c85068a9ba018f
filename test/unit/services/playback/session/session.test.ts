import { describe, expect, it } from '@jest/globals';
import type { SessionCommand } from '../../../../../services/playback/session/commands.ts';
import { compact } from '../../../../../services/playback/session/compact.ts';
import type { SessionEvent } from '../../../../../services/playback/session/events.ts';
import { SESSION } from '../../../../../services/playback/session/session.ts';
import { given } from '../../../../support/playback/given.ts';
import { errorOf } from '../../../../support/rooms.ts';
import { World } from '../../../../support/simulation/world.ts';

const T = 1_700_000_000_000;
const after = (seconds: number) => T + seconds * 1000;
const device = 'sealed';

const opened: SessionEvent = { type: 'opened', data: { user: 'us-1', device, at: T } };
const started = (track: string, { listen = 1, at = T, duration = 200, position = 0 } = {}): SessionEvent => ({
  type: 'started',
  data: { listen, track, duration, position, source: 'player', at },
});
const start = (track: string): SessionCommand => ({ type: 'start', track, duration: 200, source: 'player' });

describe('a session', () => {
  it('is opened once', () => {
    const open: SessionCommand = { type: 'open', user: 'us-1', device };
    given(SESSION).when(open, T).gives(opened);
    given(SESSION, opened).when(open, T).refused(errorOf('ALREADY_EXISTS'));
    given(SESSION).when(start('tr-1'), T).refused(errorOf('NOT_FOUND'));
  });

  it('starts a track', () => {
    given(SESSION, opened).when(start('tr-1'), T).gives(started('tr-1'));
  });

  it('ends one track when another one starts, as skipped when little of it was heard', () => {
    given(SESSION, opened, started('tr-1'))
      .when(start('tr-2'), after(10))
      .gives(
        {
          type: 'skipped',
          data: { listen: 1, track: 'tr-1', position: 10, heard: 10, reason: 'replaced', at: after(10) },
        },
        started('tr-2', { listen: 2, at: after(10) }),
      );
  });

  it('counts a track as played when half of it was heard', () => {
    given(SESSION, opened, started('tr-1'))
      .when({ type: 'progress', position: 100 }, after(100))
      .gives(
        { type: 'progressed', data: { position: 100, heard: 100, at: after(100) } },
        { type: 'qualified', data: { listen: 1, track: 'tr-1', by: 'heard', at: after(100) } },
      );
  });

  it('counts a long track as played after four minutes', () => {
    const long = started('tr-1', { duration: 3600 });
    const type = (seconds: number) =>
      given(SESSION, opened, long).when({ type: 'end', reason: 'skipped' }, after(seconds)).events().at(-1)!
        .type;
    expect(type(239)).toBe('skipped');
    expect(type(240)).toBe('finished');
  });

  it('counts a track of unknown length after four minutes only', () => {
    const unknown = started('tr-1', { duration: 0 });
    const type = (seconds: number) =>
      given(SESSION, opened, unknown)
        .when({ type: 'end', reason: 'completed' }, after(seconds))
        .events()
        .at(-1)!.type;
    expect(type(30)).toBe('skipped');
    expect(type(240)).toBe('finished');
  });

  it('counts it once', () => {
    given(SESSION, opened, started('tr-1'), {
      type: 'qualified',
      data: { listen: 1, track: 'tr-1', by: 'heard', at: after(100) },
    })
      .when({ type: 'end', reason: 'completed', position: 200, heard: 200 }, after(200))
      .gives({
        type: 'finished',
        data: { listen: 1, track: 'tr-1', position: 200, heard: 200, reason: 'completed', at: after(200) },
      });
  });

  it('does not count as heard what was sought over', () => {
    given(SESSION, opened, started('tr-1'))
      .when({ type: 'seek', to: 190, position: 10 }, after(10))
      .gives({ type: 'seeked', data: { from: 10, position: 190, heard: 10, at: after(10) } });
    const sought: SessionEvent = {
      type: 'seeked',
      data: { from: 10, position: 190, heard: 10, at: after(10) },
    };
    given(SESSION, opened, started('tr-1'), sought)
      .when({ type: 'end', reason: 'completed', position: 200 }, after(20))
      .gives({
        type: 'skipped',
        data: { listen: 1, track: 'tr-1', position: 200, heard: 20, reason: 'completed', at: after(20) },
      });
  });

  it('hears nothing while it is paused', () => {
    const paused: SessionEvent = { type: 'paused', data: { position: 10, heard: 10, at: after(10) } };
    given(SESSION, opened, started('tr-1'), paused)
      .when({ type: 'resume' }, after(500))
      .gives({ type: 'resumed', data: { position: 10, heard: 10, at: after(500) } });
    given(SESSION, opened, started('tr-1'), paused).when({ type: 'pause' }, after(500)).gives();
  });

  it.each([
    { what: 'says that it heard an hour after ten seconds', report: { heard: 3600 }, heard: 45 },
    { what: 'jumps ahead without having sought', report: { position: 190 }, heard: 15 },
    { what: 'goes back', report: { position: -20, heard: -3 }, heard: 0 },
    { what: 'plays at double speed', report: { position: 20, heard: 20 }, heard: 20 },
  ])('believes a player no more than the time allows: one that $what', ({ report, heard }) => {
    const [event] = given(SESSION, opened, started('tr-1'))
      .when({ type: 'progress', ...report }, after(10))
      .events();
    expect(event!.data).toMatchObject({ heard });
  });

  it('takes what is told late to have happened when it did, but not before what was told before', () => {
    const late = (ago: number) =>
      given(SESSION, opened, started('tr-1'))
        .when({ type: 'pause', heard: 30, position: 30, ago }, after(100))
        .events()[0]!.data;
    expect(late(70_000)).toEqual({ position: 30, heard: 30, at: after(30) });
    expect(late(500_000)).toEqual({ position: 30, heard: 5, at: T });
  });

  describe('that a client reports on', () => {
    const report = (state: 'starting' | 'playing' | 'paused' | 'stopped', position: number, more = {}) =>
      ({ type: 'report', track: 'tr-1', duration: 200, counts: true, state, position, ...more }) as const;
    const types = (command: SessionCommand, seconds: number, ...events: SessionEvent[]) =>
      given(SESSION, opened, ...events)
        .when(command, after(seconds))
        .events()
        .map(({ type }) => type);

    it.each([
      { what: 'begins', told: report('starting', 0), gives: ['started'] },
      { what: 'is paused from the beginning', told: report('paused', 3), gives: ['started', 'paused'] },
      { what: 'had stopped before anybody knew of it', told: report('stopped', 3), gives: [] },
    ])('begins a listen when it $what', ({ told, gives }) => {
      expect(types(told, 0)).toEqual(gives);
    });

    it.each([
      { what: 'goes on', told: report('playing', 10), gives: ['progressed'] },
      { what: 'pauses', told: report('paused', 10), gives: ['paused'] },
      { what: 'stops early', told: report('stopped', 10), gives: ['skipped'] },
      { what: 'begins anew', told: report('starting', 0), gives: ['skipped', 'started'] },
      {
        what: 'plays something else',
        told: report('playing', 0, { track: 'tr-2' }),
        gives: ['skipped', 'started'],
      },
    ])('follows it when it $what', ({ told, gives }) => {
      expect(types(told, 10, started('tr-1'))).toEqual(gives);
    });

    it('counts what was heard to its end, unless it is not to count', () => {
      expect(types(report('stopped', 200), 200, started('tr-1'))).toEqual(['qualified', 'finished']);
      expect(types(report('stopped', 200, { counts: false }), 200, started('tr-1'))).toEqual(['skipped']);
    });
  });

  it('takes what was delivered also when it is closed', () => {
    const closed: SessionEvent = { type: 'closed', data: { by: 'listener', at: T } };
    const delivery = {
      track: 'tr-1',
      file: 'a',
      size: 10,
      ranges: [[0, 10]],
      seconds: 1,
      end: 'left',
    } as const;
    given(SESSION, opened, closed)
      .when({ type: 'deliver', ...delivery }, after(1))
      .gives({ type: 'delivered', data: { ...delivery, at: after(1) } });
  });

  it('takes nothing back when the clock jumps', () => {
    const [event] = given(SESSION, opened, started('tr-1'), {
      type: 'progressed',
      data: { position: 50, heard: 50, at: after(50) },
    })
      .when({ type: 'progress', position: 60 }, T - 86_400_000)
      .events();
    expect(event!.data).toMatchObject({ position: 60, heard: 55 });
  });

  it('lets a client submit what is being played, and what was played before, which ends nothing', () => {
    const submit: SessionCommand = { type: 'submit', track: 'tr-1', duration: 200 };
    given(SESSION, opened, started('tr-1'))
      .when(submit, after(10))
      .gives(
        { type: 'progressed', data: { position: 10, heard: 10, at: after(10) } },
        { type: 'qualified', data: { listen: 1, track: 'tr-1', by: 'submitted', at: after(10) } },
      );
    given(SESSION, opened, started('tr-2'))
      .when({ ...submit, at: after(-3600) }, after(10))
      .gives(
        {
          type: 'started',
          data: {
            listen: 2,
            track: 'tr-1',
            duration: 200,
            position: 0,
            source: 'subsonic',
            at: after(-3600),
            past: true,
          },
        },
        { type: 'qualified', data: { listen: 2, track: 'tr-1', by: 'submitted', at: after(-3600) } },
        {
          type: 'finished',
          data: {
            listen: 2,
            track: 'tr-1',
            position: 200,
            heard: 200,
            reason: 'completed',
            at: after(-3600),
          },
        },
      );
  });

  describe('of a client that only says what is playing, and submits what was played', () => {
    const tell = (...told: [SessionCommand, seconds: number][]) => {
      let state = SESSION.evolve(SESSION.initial, opened);
      return told.flatMap(([command, seconds]) => {
        const events = SESSION.decide(state, command, after(seconds));
        state = events.reduce<typeof state>((before, event) => SESSION.evolve(before, event), state);
        return events;
      });
    };
    const now = (track: string): SessionCommand => ({
      ...{ type: 'report', track, duration: 200, counts: false, state: 'starting', position: 0 },
    });
    const submit = (track: string, at?: number): SessionCommand => ({
      ...{ type: 'submit', track, duration: 200 },
      ...(at !== undefined && { at: after(at) }),
    });
    const counted = (...told: [SessionCommand, seconds: number][]) =>
      tell(...told).flatMap(({ type, data }) => (type === 'qualified' ? data.track : []));

    it('counts nothing that was not submitted, however long it was playing', () => {
      expect(counted([now('tr-1'), 0], [now('tr-2'), 190], [now('tr-3'), 390])).toEqual([]);
    });

    it.each([
      ['half-way', 0, 100],
      ['half-way, by a clock that is a little slow', -2, 100],
      ['at its end', 0, 200],
      ['at its end, as the time of which it gives the end', 200, 200],
    ])('counts once what is submitted %s', (_, at, seconds) => {
      const told = tell([now('tr-1'), 0], [submit('tr-1', at), seconds], [now('tr-2'), 201]);
      expect(told.map(({ type }) => type)).toEqual([
        ...['started', 'progressed', 'qualified', 'finished', 'started'],
      ]);
    });

    it('counts once what is submitted when the next one is playing already, and lets that one play', () => {
      const told = tell(
        [now('tr-1'), 0],
        [now('tr-2'), 200],
        [submit('tr-1', 0), 200],
        [submit('tr-2'), 300],
      );
      expect(told.filter(({ type }) => type === 'qualified').map(({ data }) => data)).toMatchObject([
        { listen: 3, track: 'tr-1', at: T },
        { listen: 2, track: 'tr-2', at: after(300) },
      ]);
    });

    it('counts once what is sent again for want of an answer, with and without a time, also after the next began', () => {
      expect(counted([submit('tr-1'), 0], [submit('tr-1'), 10])).toEqual(['tr-1']);
      expect(counted([submit('tr-1', 0), 200], [submit('tr-1', 10), 210])).toEqual(['tr-1']);
      const again = [now('tr-2'), 202] as [SessionCommand, number];
      expect(counted([now('tr-1'), 0], [submit('tr-1'), 200], again, [submit('tr-1'), 210])).toEqual([
        'tr-1',
      ]);
    });

    it('counts twice what was played twice', () => {
      expect(counted([submit('tr-1'), 100], [submit('tr-1'), 200])).toEqual(['tr-1', 'tr-1']);
      expect(counted([submit('tr-1', 0), 400], [submit('tr-1', 200), 400])).toEqual(['tr-1', 'tr-1']);
      expect(counted([submit('tr-1'), 0], [submit('tr-2'), 1], [submit('tr-1'), 2])).toHaveLength(3);
      const second = [now('tr-1'), 200] as [SessionCommand, number];
      expect(counted([now('tr-1'), 0], [submit('tr-1'), 100], second, [submit('tr-1'), 300])).toHaveLength(2);
    });
  });

  it('submits what is being played once', () => {
    const qualified: SessionEvent = {
      type: 'qualified',
      data: { listen: 1, track: 'tr-1', by: 'heard', at: after(100) },
    };
    given(SESSION, opened, started('tr-1'), qualified)
      .when({ type: 'submit', track: 'tr-1', duration: 200 }, after(150))
      .gives();
  });

  it('records what was delivered, whatever is being played', () => {
    const delivery = {
      ...{ track: 'tr-9', file: 'original', size: 1000, ranges: [[0, 500]] as const },
      ...{ seconds: 2, end: 'left' as const },
    };
    given(SESSION, opened)
      .when({ type: 'deliver', ...delivery }, after(1))
      .gives({ type: 'delivered', data: { ...delivery, at: after(1) } });
  });

  it('ends what is being played when it is closed, and takes nothing more', () => {
    const closed: SessionEvent = { type: 'closed', data: { by: 'listener', at: after(150) } };
    given(SESSION, opened, started('tr-1'))
      .when({ type: 'close', by: 'listener' }, after(150))
      .gives(
        { type: 'qualified', data: { listen: 1, track: 'tr-1', by: 'heard', at: after(150) } },
        {
          type: 'finished',
          data: { listen: 1, track: 'tr-1', position: 150, heard: 150, reason: 'left', at: after(150) },
        },
        closed,
      );
    given(SESSION, opened, closed).when(start('tr-1'), after(200)).refused(errorOf('SESSION_CLOSED'));
    given(SESSION, opened, closed).when({ type: 'close', by: 'listener' }, after(200)).gives();
  });

  it('does not take it for heard when nothing was told for long', () => {
    const progressed: SessionEvent = { type: 'progressed', data: { position: 30, heard: 30, at: after(30) } };
    given(SESSION, opened, started('tr-1'), progressed)
      .when({ type: 'close', by: 'lost' }, after(900))
      .gives(
        {
          type: 'skipped',
          data: { listen: 1, track: 'tr-1', position: 30, heard: 30, reason: 'left', at: after(900) },
        },
        { type: 'closed', data: { by: 'lost', at: after(900) } },
      );
  });

  it('refuses to move where nothing is being played', () => {
    given(SESSION, opened).when({ type: 'pause' }, T).refused(errorOf('CONFLICT'));
    given(SESSION, opened).when({ type: 'end', reason: 'skipped' }, T).gives();
  });

  it('ends every listen once, and hears no more than the time that went by, whatever it is told', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const world = new World(seed);
      let [now, state] = [T, SESSION.initial];
      const events: SessionEvent[] = [];
      const take = (command: SessionCommand) => {
        try {
          for (const event of SESSION.decide(state, command, now)) {
            state = SESSION.evolve(state, event);
            events.push(event);
          }
        } catch (error) {
          expect(error).toMatchObject({ name: 'CantigaError' });
        }
      };
      take({ type: 'open', user: 'us-1', device });
      for (let i = 0; i < 40; i++) {
        now += world.odds(0.05) ? world.between(-1e6, 1e6) : world.between(0, 60_000);
        take(commandOf(world));
      }
      take({ type: 'close', by: 'idle' });
      const kept = compact(events)!;
      expect(kept.reduce(SESSION.evolve, SESSION.initial)).toEqual(state);
      const endings = events.filter(({ type }) => type === 'finished' || type === 'skipped');
      const numbers = (type: SessionEvent['type']) =>
        events.filter((event) => event.type === type).map(({ data }) => (data as { listen: number }).listen);
      const ended = endings.map(({ data }) => (data as { listen: number }).listen);
      expect(ended.toSorted((a, b) => a - b)).toEqual(numbers('started'));
      expect(numbers('qualified').toSorted()).toEqual(numbers('finished').toSorted());
      expect(new Set(numbers('qualified')).size).toBe(numbers('qualified').length);
      let [heard, present] = [0, 0];
      for (const { type, data } of events) {
        // A listen that is over has nothing to do with the one that goes on.
        if ('listen' in data && data.listen !== present) {
          if (type === 'started' && !data.past) [present, heard] = [data.listen, 0];
          continue;
        }
        if (!('heard' in data)) continue;
        expect(data.heard).toBeGreaterThanOrEqual(heard);
        heard = data.heard;
      }
    }
  });

  it('is not compacted before it is closed, and when it is, keeps what was listened to and delivered', () => {
    const file = { track: 'tr-1', file: 'original', size: 10, seconds: 1 };
    const delivered = {
      type: 'delivered',
      data: { ...file, ranges: [[0, 10]], end: 'complete', at: after(300) },
    } as const satisfies SessionEvent;
    const closed: SessionEvent = { type: 'closed', data: { by: 'listener', at: after(250) } };
    const ended = {
      ...{ type: 'skipped' as const },
      data: { listen: 1, track: 'tr-1', position: 9, heard: 9, reason: 'left' as const, at: after(250) },
    };
    const paused: SessionEvent = { type: 'paused', data: { position: 9, heard: 9, at: after(9) } };
    expect(compact([opened, started('tr-1'), paused])).toBeUndefined();
    const events = [opened, started('tr-1'), paused, ended, closed, delivered];
    expect(compact(events)).toEqual(events.filter((event) => event !== paused));
  });
});

function commandOf(world: World): SessionCommand {
  const track = `tr-${world.between(1, 4)}`;
  const report = {
    ...(world.odds(0.5) && { position: world.between(-50, 400) }),
    ...(world.odds(0.5) && { heard: world.between(-50, 400) }),
  };
  return world.oneOf<SessionCommand>([
    { type: 'start', track, duration: 200, source: 'player' },
    { type: 'start', track, duration: 0, source: 'subsonic' },
    { type: 'pause', ...report },
    { type: 'resume', ...report },
    { type: 'stall', ...report },
    { type: 'progress', ...report },
    { type: 'seek', to: world.between(0, 200), ...report },
    { type: 'end', reason: 'completed', ...report },
    { type: 'end', reason: 'skipped', ...report },
    { type: 'submit', track, duration: 200 },
  ]);
}
