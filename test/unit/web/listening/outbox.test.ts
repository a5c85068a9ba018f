import { describe, expect, it } from '@jest/globals';
import type { Timed } from '../../../../web/src/listening/follow.ts';
import {
  added,
  afterClosing,
  bounded,
  sendable,
  unpacked,
  type Waiting,
} from '../../../../web/src/listening/outbox.ts';

const start: Timed['command'] = { type: 'start', track: 'tr-a', duration: 200, source: 'player' };
const waiting = (...commands: (Timed['command'] | 'progress' | 'pause')[]): Waiting[] =>
  commands.map((command, i) => ({
    id: String(i),
    at: i * 1000,
    command: typeof command === 'string' ? { type: command } : command,
  }));
const types = (list: readonly Waiting[]) => list.map(({ command }) => command.type);
const seek = (to: number, heard: number) => ({ type: 'seek', to, heard, position: 10 }) as const;

describe('Commands that wait', () => {
  it('are one seek when somebody drags along the track', () => {
    const [first, second] = waiting(seek(20, 5), seek(90, 5.25));
    expect(added([first!], second!, 0)).toEqual([{ ...first, command: seek(90, 5.25) }]);
  });

  it('stay as they are while they are being sent', () => {
    const [first, second] = waiting(seek(20, 5), seek(90, 5));
    expect(added([first!], second!, 1)).toEqual([first, second]);
  });

  it('lose what only says that a track goes on, before anything else', () => {
    const [kept, lost] = bounded(waiting('progress', start, 'progress', 'pause'), 2);
    expect([types(kept), lost]).toEqual([['start', 'pause'], 0]);
  });

  it('lose the oldest when there are too many, and say how many', () => {
    const [kept, lost] = bounded(waiting(start, 'pause', start), 2);
    expect([types(kept), lost]).toEqual([['pause', 'start'], 1]);
  });

  it('are sent with how long ago they were', () => {
    const [first] = sendable(waiting('pause'), 4500);
    expect(first).toEqual({ id: '0', type: 'pause', ago: 4500 });
  });

  it('are told to another session from the next listen on', () => {
    expect(types(afterClosing(waiting('pause', start, 'pause'))!)).toEqual(['start', 'pause']);
    expect(afterClosing(waiting('pause'))).toBeUndefined();
  });

  it('are the same after they were kept, unless they are damaged or a month old', () => {
    const list = waiting(start, 'pause');
    expect(unpacked(JSON.stringify([...list, { id: 1 }, null]), 5000)).toEqual(list);
    expect(unpacked(JSON.stringify(list), 31 * 86_400_000)).toEqual([]);
    expect(unpacked('{', 0)).toEqual([]);
    expect(unpacked(null, 0)).toEqual([]);
  });
});
