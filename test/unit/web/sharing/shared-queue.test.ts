import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CantigaError } from '../../../../errors.ts';
import type { QueueResource } from '../../../../services/gateway/rest/playback-resources.ts';
import { QUEUE, type QueueCommand } from '../../../../services/playback/queue/queue.ts';
import type { Device } from '../../../../services/playback/session/events.ts';
import { Refused, Unreachable } from '../../../../web/src/api/problem.ts';
import type { Here } from '../../../../web/src/sharing/shared.ts';
import { SharedQueue, type Where } from '../../../../web/src/sharing/shared-queue.ts';

/** The engine: the rules of the queue itself, with the answers of the REST API. */
class Engine {
  state = QUEUE.initial;
  isReached = true;
  writes = 0;
  devices: Browser[] = [];
  /** Comes between a request and its answer, once. */
  meanwhile: (() => void) | undefined;

  view(): QueueResource {
    const { tracks, place, edition, v } = this.state;
    const { index, position, isSounding, device, at } = place;
    const since = isSounding ? (Date.now() - at) / 1000 : 0;
    return {
      ...{ tracks: [...tracks], index, position: position + since, playing: isSounding, edition, rev: v },
      device: device === null ? null : (JSON.parse(device) as Device),
      changed: at === 0 ? null : new Date(at).toISOString(),
    };
  }
  tell(command: QueueCommand, expected?: number): QueueResource {
    const refuse = () => {
      const problem = { type: 'urn:cantiga:queue-changed', title: '', status: 409, queue: this.view() };
      throw new Refused(problem);
    };
    if (expected !== undefined && expected !== this.state.v) refuse();
    try {
      for (const event of QUEUE.decide(this.state, command, Date.now()))
        this.state = QUEUE.evolve(this.state, event);
    } catch (error) {
      if ((error as CantigaError).type === 'CONFLICT') refuse();
      throw new Refused({ type: 'urn:cantiga:bad-parameter', title: '', status: 400 });
    }
    this.writes += 1;
    for (const { shared } of this.devices) shared?.hear(this.view());
    return this.view();
  }
  async asked<T>(work: () => T): Promise<T> {
    await Promise.resolve();
    if (!this.isReached) throw new Unreachable();
    const { meanwhile } = this;
    this.meanwhile = undefined;
    meanwhile?.();
    return work();
  }
}

/** A browser with a player that does as it is told. */
class Browser {
  here: Here;
  shared: SharedQueue | undefined;
  elsewhere: string | null = null;
  isInTab = false;
  replaced = 0;
  #engine: Engine;
  #device: Device;
  #at = Date.now();

  constructor(engine: Engine, name: string, tracks = '') {
    this.#engine = engine;
    this.#device = { id: name, name, client: 'Test' };
    this.here = { tracks: [...tracks], index: tracks === '' ? null : 0, position: 0, playing: false };
    engine.devices.push(this);
  }
  open(isUnshared = false): this {
    const engine = this.#engine;
    const move = ({ index, position, playing, device }: Where) => ({
      ...{ index: index ?? null, position, isSounding: playing, device: JSON.stringify(device) },
    });
    this.shared = new SharedQueue({
      device: this.#device,
      here: () => this.#now(),
      isUnshared,
      duration: () => 200,
      isInTab: () => this.isInTab,
      read: () => engine.asked(() => engine.view()),
      put: (body) =>
        engine.asked(() => engine.tell({ type: 'set', tracks: body.tracks, ...move(body) }, body.rev)),
      patch: (body) =>
        engine.asked(() => engine.tell({ type: 'move', edition: body.edition, ...move(body) })),
      show: async (tracks, index, position) => {
        const { playing } = this.#now();
        this.#set({ tracks, index, playing, ...(!playing && { position }) });
        return true;
      },
      pause: () => this.#set({ playing: false }),
      mirror: (position) => this.#set({ position }),
      onReplaced: () => {
        this.replaced += 1;
      },
      onElsewhere: (device) => {
        this.elsewhere = device?.name ?? null;
      },
      onShared: () => undefined,
      now: () => Date.now(),
    });
    return this;
  }
  does(changes: Partial<Here> & { titles?: string }): this {
    const { titles, ...rest } = changes;
    this.#set({ ...rest, ...(titles !== undefined && { tracks: [...titles] }) });
    this.shared?.look();
    return this;
  }
  get titles(): string {
    return this.here.tracks.join('');
  }
  get position(): number {
    return this.#now().position;
  }
  #now(): Here {
    if (this.here.playing) this.#set({});
    return this.here;
  }
  #set(changes: Partial<Here>): void {
    const { position, playing } = this.here;
    const went = playing ? (Date.now() - this.#at) / 1000 : 0;
    this.#at = Date.now();
    this.here = { ...this.here, position: position + went, ...changes };
  }
}

describe('A queue that devices share', () => {
  let engine: Engine;
  let desk: Browser;
  let phone: Browser;
  const passes = async (seconds: number) => {
    for (let half = 0; half < seconds * 2; half++) {
      await jest.advanceTimersByTimeAsync(500);
      for (const { shared } of engine.devices) shared?.tick();
    }
  };

  beforeEach(() => {
    jest.useFakeTimers();
    engine = new Engine();
    desk = new Browser(engine, 'desk');
    phone = new Browser(engine, 'phone');
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is that of the first device that plays, and the others show it', async () => {
    desk.open();
    phone.open();
    await passes(1);
    desk.does({ titles: 'abc', index: 1, playing: true });
    await passes(2);
    expect([phone.titles, phone.here.index, phone.here.playing, phone.elsewhere]).toEqual([
      'abc',
      1,
      false,
      'desk',
    ]);
    await passes(10);
    expect(Math.abs(phone.position - desk.position)).toBeLessThan(0.6);
    expect(desk.elsewhere).toBeNull();
  });

  it('writes nothing while a track just plays', async () => {
    desk.open();
    phone.open();
    desk.does({ titles: 'abc', index: 0, playing: true });
    await passes(2);
    const { writes } = engine;
    await passes(60);
    expect(engine.writes).toBe(writes);
  });

  it('is handed over: the other device goes on at the second, and the first one pauses', async () => {
    desk.open();
    phone.open();
    await passes(1);
    desk.does({ titles: 'abc', index: 1, playing: true });
    await passes(20);
    phone.does({ playing: true });
    await passes(1);
    expect([desk.here.playing, phone.here.playing]).toEqual([false, true]);
    expect([desk.elsewhere, phone.elsewhere]).toEqual(['phone', null]);
    expect(Math.abs(phone.position - 21)).toBeLessThan(1);
    phone.does({ playing: false });
    await passes(1);
    expect([desk.elsewhere, desk.here.index, desk.here.playing]).toEqual([null, 1, false]);
    expect(Math.abs(desk.position - phone.position)).toBeLessThan(1);
  });

  it('follows a seek, another track and a pause', async () => {
    desk.open();
    phone.open();
    desk.does({ titles: 'abc', index: 0, playing: true });
    await passes(1);
    desk.does({ position: 100 });
    await passes(4);
    expect(Math.abs(phone.position - 104)).toBeLessThan(1);
    desk.does({ index: 2, position: 0 });
    await passes(1);
    expect(phone.here.index).toBe(2);
    desk.does({ playing: false });
    await passes(1);
    expect([engine.view().playing, phone.elsewhere]).toEqual([false, null]);
  });

  it('is edited from a device that does not play, and the music goes on', async () => {
    desk.open();
    phone.open();
    desk.does({ titles: 'abc', index: 1, playing: true });
    await passes(2);
    phone.does({ titles: 'xabc', index: 2 });
    await passes(2);
    expect([desk.titles, desk.here.index, desk.here.playing]).toEqual(['xabc', 2, true]);
    expect(engine.view()).toMatchObject({ playing: true, index: 2, device: { id: 'desk' } });
    expect(phone.elsewhere).toBe('desk');
  });

  it('has what both have put in at once', async () => {
    desk.open();
    phone.open();
    desk.does({ titles: 'abc', index: 0, playing: true });
    await passes(2);
    desk.does({ titles: 'abcx' });
    phone.does({ titles: 'abcy' });
    await passes(3);
    expect([...desk.titles].sort().join('')).toBe('abcxy');
    expect(phone.titles).toBe(desk.titles);
    expect(engine.view().tracks.join('')).toBe(desk.titles);
  });

  it('offers back what another device has written over', async () => {
    phone.open();
    phone.does({ titles: 'abcdef', index: 0 });
    await passes(2);
    engine.meanwhile = () => {
      const command = {
        type: 'set',
        tracks: [...'abXdef'],
        index: 0,
        position: 0,
        isSounding: false,
      } as const;
      engine.tell({ ...command, device: JSON.stringify({ id: 'radio', name: 'Radio', client: 'Test' }) });
    };
    phone.does({ titles: 'abYdef' });
    await passes(3);
    expect([phone.titles, phone.replaced]).toEqual(['abXdef', 1]);
  });

  it('gives way at last when another device is always quicker', async () => {
    phone.open();
    phone.does({ titles: 'abc', index: 0 });
    await passes(1);
    const device = JSON.stringify({ id: 'radio', name: 'Radio', client: 'Test' });
    const race = () => {
      engine.meanwhile = race;
      engine.tell({ type: 'move', index: 1, position: 5, isSounding: false, device });
    };
    race();
    phone.does({ titles: 'abcd' });
    await jest.advanceTimersByTimeAsync(400);
    engine.meanwhile = undefined;
    await passes(3);
    expect([phone.titles, phone.replaced]).toEqual(['abc', 1]);
  });

  it('of the engine is shown at the start', async () => {
    desk.open().does({ titles: 'abc', index: 2, position: 50 });
    await passes(1);
    const radio = new Browser(engine, 'radio', 'xyz').open();
    await passes(1);
    expect([radio.titles, radio.here.index, radio.here.position]).toEqual(['abc', 2, 50]);
    expect(radio.replaced).toBe(0);
  });

  it('of this browser is shown while the engine does not answer, and offered back when it was never told', async () => {
    desk.open().does({ titles: 'abc', index: 0 });
    await passes(1);
    engine.isReached = false;
    const radio = new Browser(engine, 'radio', 'xyz').open(true);
    await passes(5);
    expect(radio.titles).toBe('xyz');
    engine.isReached = true;
    radio.shared!.retry();
    await passes(1);
    expect([radio.titles, radio.replaced]).toEqual(['abc', 1]);
  });

  it('of this browser stays where the engine has none', async () => {
    const radio = new Browser(engine, 'radio', 'xyz').open();
    await passes(3);
    expect([radio.titles, engine.writes]).toEqual(['xyz', 0]);
    radio.does({ playing: true });
    await passes(1);
    expect(engine.view()).toMatchObject({ tracks: ['x', 'y', 'z'], index: 0, playing: true });
  });

  it('is what somebody begins to play before the engine has answered', async () => {
    desk.open().does({ titles: 'abc', index: 0 });
    await passes(1);
    const radio = new Browser(engine, 'radio').open();
    radio.does({ titles: 'xyz', index: 1, playing: true });
    await passes(2);
    expect([radio.titles, desk.titles, desk.elsewhere]).toEqual(['xyz', 'xyz', 'radio']);
  });

  it('is told of an edit that was made without a network', async () => {
    desk.open().does({ titles: 'abc', index: 0, playing: true });
    await passes(1);
    engine.isReached = false;
    desk.does({ titles: 'abcd' });
    await passes(30);
    engine.isReached = true;
    desk.shared!.retry();
    await passes(1);
    expect(engine.view().tracks.join('')).toBe('abcd');
  });

  it('is not taken back by a device that lost the network while another took over', async () => {
    desk.open();
    phone.open();
    desk.does({ titles: 'abc', index: 0, playing: true });
    await passes(2);
    const { shared } = desk;
    desk.shared = undefined;
    phone.does({ playing: true });
    await passes(2);
    engine.isReached = false;
    shared!.look();
    desk.here = { ...desk.here, index: 1 };
    shared!.look();
    await passes(5);
    engine.isReached = true;
    desk.shared = shared;
    shared!.retry();
    await passes(2);
    expect([desk.here.playing, phone.here.playing]).toEqual([false, true]);
  });

  it('is left to the tab that plays', async () => {
    desk.open();
    desk.does({ titles: 'abc', index: 0, playing: true });
    await passes(1);
    const { writes } = engine;
    desk.isInTab = true;
    desk.does({ playing: false });
    await passes(5);
    expect(engine.writes).toBe(writes);
    expect(desk.elsewhere).toBeNull();
  });

  it('pauses at its second when the page goes', async () => {
    desk.open();
    desk.does({ titles: 'abc', index: 1, playing: true });
    await passes(10);
    const last = desk.shared!.close()!;
    expect(last).toMatchObject({ index: 1, playing: false });
    expect(Math.abs(last.position - 10)).toBeLessThan(0.6);
  });
});
