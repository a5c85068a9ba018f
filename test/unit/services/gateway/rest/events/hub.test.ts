import { describe, expect, it } from '@jest/globals';
import { EventHub } from '../../../../../../services/gateway/rest/events/hub.ts';
import type { State } from '../../../../../../services/gateway/rest/events/state.ts';
import { eventually } from '../../../../../support/rooms.ts';

const state = (position: number) => ({ scan: { scanning: false }, library: { position } }) as State;

describe('the hub of events', () => {
  it('looks once for all who listen, and only while somebody does', async () => {
    let looks = 0;
    const hub = new EventHub(async () => state(++looks));
    hub.hint();
    const told: string[] = [];
    const stops = ['a', 'b'].map((user) =>
      hub.listen({ user, tell: ({ library }) => told.push(`${user}${library.position}`) }),
    );
    await eventually(async () => told.length === 2);
    expect(told).toEqual(['a1', 'b1']);
    for (let n = 0; n < 100; n++) hub.hint();
    await eventually(async () => told.length === 4);
    expect(told.slice(2)).toEqual(['a2', 'b2']);
    for (const stop of stops) stop();
    hub.hint();
    expect(looks).toBe(2);
  });

  it('goes on when services did not answer', async () => {
    let looks = 0;
    const hub = new EventHub(async () => {
      if (++looks === 1) throw new Error('not now');
      return state(looks);
    });
    let told: number | undefined;
    const stop = hub.listen({
      user: 'a',
      tell: ({ library }) => {
        told = library.position;
      },
    });
    await eventually(async () => looks === 1);
    hub.hint();
    await eventually(async () => told === 2);
    stop();
  });

  it('lets one listener open 50 streams', () => {
    const hub = new EventHub(async () => state(1));
    const open = (user: string) => hub.listen({ user, tell: () => {} });
    const stops = Array.from({ length: 50 }, () => open('a'));
    expect(() => open('a')).toThrow('Too many streams');
    stops.push(open('b'));
    stops.shift()!();
    stops.push(open('a'));
    for (const stop of stops) stop();
  });
});
