import { describe, expect, it } from '@jest/globals';
import type { PlayerState } from '../../../../web/src/audio/player.ts';
import {
  begunAnew,
  type Following,
  follow,
  followFrom,
  leave,
  type Moment,
  type Timed,
} from '../../../../web/src/listening/follow.ts';
import { trackNamed } from '../../../support/player/tracks.ts';

const [a, b] = [trackNamed('a'), trackNamed('b')];

/** A player of which tests say what it shows; its tracks have 200 seconds. */
class Shown {
  told: Timed[] = [];
  following: Following;
  #moment: Moment = { key: 1, track: a, state: 'loading', position: 0, speed: 1, at: 0 };

  constructor(changes: Partial<Moment> = {}) {
    this.following = followFrom({ ...this.#moment, ...changes });
    this.#moment = this.following.moment;
  }
  show(changes: Partial<Moment>): this {
    this.#moment = { ...this.#moment, ...changes };
    const [following, told] = follow(this.following, this.#moment);
    this.following = following;
    this.told.push(...told);
    return this;
  }
  /** Time goes by, and the music with it, told four times a second. */
  plays(seconds: number): this {
    for (let i = 0; i < seconds * 4; i++) {
      const { at, position, speed } = this.#moment;
      this.show({ state: 'playing', at: at + 250, position: position + speed / 4 });
    }
    return this;
  }
  stays(seconds: number, state: PlayerState): this {
    for (let i = 0; i < seconds; i++) this.show({ state, at: this.#moment.at + 1000 });
    return this;
  }
  get last(): Timed['command'] {
    return this.told.at(-1)!.command;
  }
  get types(): string {
    return this.told.map(({ command }) => command.type).join(' ');
  }
}
const playing = () => new Shown().show({ state: 'playing' });

describe('What a player tells', () => {
  it('begins when something sounds, with what it is', () => {
    const shown = new Shown().stays(3, 'loading');
    expect(shown.told).toEqual([]);
    shown.show({ state: 'playing', position: 12 });
    expect(shown.last).toEqual({
      ...{ type: 'start', track: 'tr-a', album: 'al-1', artist: undefined },
      ...{ duration: 200, position: 12, source: 'player' },
    });
  });

  it('is nothing of a queue that rests', () => {
    const shown = new Shown({ state: 'paused' }).show({ position: 50 }).show({ key: 2, track: b });
    expect(shown.told).toEqual([]);
  });

  it('counts what was heard, and not what was sought over', () => {
    const shown = playing().plays(10).show({ position: 150 }).plays(5);
    expect(shown.last).toEqual({ type: 'seek', position: 10, heard: 10, to: 150 });
    shown.show({ state: 'paused' });
    expect(shown.last).toEqual({ type: 'pause', position: 155, heard: 15 });
  });

  it('counts again what is heard again', () => {
    const shown = playing().plays(10).show({ position: 0 }).plays(10).show({ state: 'paused' });
    expect(shown.last).toEqual({ type: 'pause', position: 10, heard: 20 });
  });

  it('counts what is heard fast', () => {
    const shown = playing().show({ speed: 2 }).plays(10).show({ state: 'paused' });
    expect(shown.types).toBe('start pause');
    expect(shown.last).toMatchObject({ heard: 20 });
  });

  it('goes on after a pause', () => {
    const shown = playing().plays(4).stays(600, 'paused').plays(4);
    expect(shown.types).toBe('start pause resume');
    expect(shown.show({ state: 'paused' }).last).toMatchObject({ heard: 8 });
  });

  it('says that it has run dry when that lasts, and since when', () => {
    const shown = playing().plays(4).stays(1, 'waiting').plays(1);
    expect(shown.types).toBe('start');
    shown.stays(4, 'waiting');
    expect(shown.types).toBe('start stall');
    expect(shown.told.at(-1)!.at).toBe(7000);
    expect(shown.plays(1).types).toBe('start stall resume');
  });

  it('says now and then that it goes on', () => {
    const shown = playing().plays(60);
    expect(shown.types).toBe('start progress progress');
    expect(shown.last).toMatchObject({ position: 50, heard: 50 });
  });

  it('ends a track that was heard to its end, and begins the next', () => {
    const shown = playing().plays(199.75).show({ key: 2, track: b, position: 0.1, at: 200_000 });
    const [end, start] = shown.told.slice(-2).map(({ command }) => command);
    expect(end).toEqual({ type: 'end', reason: 'completed', position: 200, heard: 200 });
    expect(start).toMatchObject({ type: 'start', track: 'tr-b', position: 0.1 });
  });

  it('ends a track that somebody leaves', () => {
    const shown = playing().plays(20).show({ key: 2, track: b, position: 0, state: 'loading' });
    expect(shown.last).toEqual({ type: 'end', reason: 'skipped', position: 20, heard: 20 });
  });

  it('ends the only track of a queue when that stops at its end', () => {
    const shown = playing().plays(199.75).show({ state: 'paused', position: 0 });
    expect(shown.last).toMatchObject({ type: 'end', reason: 'completed' });
    expect(shown.plays(1).last).toMatchObject({ type: 'start', position: 0.25 });
  });

  it('takes a track that is repeated for another listen', () => {
    const shown = playing().plays(199.75).show({ position: 0.05, at: 200_000 }).plays(5);
    expect(shown.types).toMatch(/ end start$/);
  });

  it('ends with how far it was, when the page goes', () => {
    const { following } = playing().plays(7);
    expect(leave(following, 7000).map(({ command }) => command)).toEqual([
      { type: 'progress', position: 7, heard: 7 },
      { type: 'close', by: 'listener' },
    ]);
  });

  it('begins where it is, in another session', () => {
    const shown = playing().plays(30);
    const [following, told] = begunAnew(shown.following);
    expect(told.map(({ command }) => command)).toMatchObject([
      { type: 'start', track: 'tr-a', position: 30 },
    ]);
    shown.following = following;
    expect(shown.plays(5).show({ state: 'paused' }).last).toEqual({ type: 'pause', position: 35, heard: 5 });
  });

  it('says in another session that it pauses', () => {
    const { following } = playing().plays(30).stays(1, 'paused');
    const [, told] = begunAnew(following);
    expect(told.map(({ command }) => command.type)).toEqual(['start', 'pause']);
  });

  it('has nothing to say in another session when nothing is played', () => {
    expect(begunAnew(followFrom(new Shown().following.moment))[1]).toEqual([]);
  });
});
