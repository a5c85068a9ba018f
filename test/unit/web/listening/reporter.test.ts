import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CommandAnswer } from '../../../../services/gateway/rest/playback-resources.ts';
import { Refused, Unreachable } from '../../../../web/src/api/problem.ts';
import type { Timed } from '../../../../web/src/listening/follow.ts';
import type { Waiting } from '../../../../web/src/listening/outbox.ts';
import { Reporter } from '../../../../web/src/listening/reporter.ts';

type Sent = { session: string; ids: string[]; types: string[]; agos: number[] };
const done: CommandAnswer = { version: 1, closed: false, listen: null };
const problem = (type: string): CommandAnswer => ({
  problem: { type: `urn:cantiga:${type}`, title: '', status: 410 },
});
const start: Timed['command'] = { type: 'start', track: 'tr-a', duration: 200, source: 'player' };
const pause: Timed['command'] = { type: 'pause' };

describe('A reporter', () => {
  let sent: Sent[];
  let kept: Map<string, readonly Waiting[]>;
  let sessions: (string | undefined)[];
  let lost: number;
  let opened: number;
  /** What becomes of the next commands; all are taken when it says nothing. */
  let answer: (sent: Sent) => CommandAnswer[] | undefined;
  let reporter: Reporter;
  const at = () => performance.now();
  const tell = (...commands: Timed['command'][]) =>
    reporter.tell(commands.map((command) => ({ at: at(), command })));
  const passes = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  beforeEach(() => {
    jest.useFakeTimers();
    [sent, kept, sessions, lost, opened] = [[], new Map(), [], 0, 0];
    answer = () => undefined;
    reporter = new Reporter({
      open: async () => `se-${++opened}`,
      async send(session, commands) {
        const one = {
          session,
          ids: commands.map(({ id }) => id),
          types: commands.map(({ type }) => type),
          agos: commands.map(({ ago }) => ago),
        };
        sent.push(one);
        return answer(one) ?? commands.map(() => done);
      },
      keep: (session, waiting) => kept.set(session, waiting),
      onClosed: () => [{ at: at(), command: start }],
      onSession: (session) => sessions.push(session),
      onLost: () => {
        lost += 1;
      },
      now: at,
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('opens a session when there is something to tell, and tells it together', async () => {
    await passes(10_000);
    expect(opened).toBe(0);
    tell(start);
    tell(pause);
    await passes(500);
    expect(sent).toMatchObject([{ session: 'se-1', types: ['start', 'pause'] }]);
    expect(kept.get('se-1')).toEqual([]);
  });

  it('tells again under the same ids what was not answered, and keeps it until then', async () => {
    answer = () => {
      throw new Unreachable();
    };
    tell(start);
    await passes(300);
    expect(kept.get('se-1')).toHaveLength(1);
    answer = () => undefined;
    await passes(10_000);
    expect(sent).toHaveLength(2);
    expect(sent[1]!.ids).toEqual(sent[0]!.ids);
    expect(sent[1]!.agos[0]).toBeGreaterThan(sent[0]!.agos[0]!);
    expect(kept.get('se-1')).toEqual([]);
  });

  it('keeps the order of what comes while something is under way', async () => {
    answer = () => {
      tell(pause);
      answer = () => undefined;
      return undefined;
    };
    tell(start);
    await passes(2000);
    expect(sent.flatMap(({ types }) => types)).toEqual(['start', 'pause']);
  });

  it('goes on in another session when one has ended, with what is being played', async () => {
    tell(start);
    await passes(300);
    answer = ({ session }) => (session === 'se-1' ? [problem('session-closed')] : undefined);
    tell(pause);
    await passes(2000);
    expect(sent.at(-1)).toMatchObject({ session: 'se-2', types: ['start'] });
    expect(sessions).toEqual(['se-1', undefined, 'se-2']);
  });

  it('does not tell twice what one session took before it ended', async () => {
    answer = ({ session, types }) =>
      session === 'se-1' ? types.map((_, i) => (i === 0 ? done : problem('session-closed'))) : undefined;
    tell(start, pause, start, pause);
    await passes(2000);
    expect(sent.at(-1)).toMatchObject({ session: 'se-2', types: ['start', 'pause'] });
    expect(sent.at(-1)!.ids).toEqual(sent[0]!.ids.slice(2));
  });

  it('is not held up by one that is refused', async () => {
    answer = () => [problem('conflict'), done];
    tell(pause, start);
    await passes(5000);
    expect(sent).toHaveLength(1);
  });

  it('gives up what will never be understood, and says so', async () => {
    answer = () => {
      throw new Refused({ type: 'urn:cantiga:bad-parameter', title: '', status: 400 });
    };
    tell(start);
    await passes(60_000);
    expect([sent.length, lost]).toEqual([1, 1]);
  });

  it('leaves with all that it has not told, and keeps that too', async () => {
    tell(start);
    await passes(300);
    const last = reporter.leave([{ at: at(), command: { type: 'close', by: 'listener' } }])!;
    expect(last.commands.map(({ type }) => type)).toEqual(['close']);
    expect(kept.get('se-1')).toHaveLength(1);
    expect(sessions.at(-1)).toBeUndefined();
  });
});
