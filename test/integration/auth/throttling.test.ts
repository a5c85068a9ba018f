import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actions } from '../../../services/actions.ts';
import auth from '../../../services/auth/auth.service.ts';
import { LIMITS } from '../../../services/auth/throttle.ts';
import { type Caller, errorOf, type Rooms, startRooms } from '../../support/rooms.ts';
import { stores } from '../../support/stores.ts';

const home = '192.0.2.1';
const password = 'first password';

describe('guessing passwords', () => {
  let rooms: Rooms;
  let admin: Caller;
  let device: Actions['auth.createCredential']['result'];
  let guesses = 0;

  beforeAll(async () => {
    rooms = await startRooms(stores[0]!, auth);
    admin = rooms.withToken((await rooms.service('auth.impersonate', { username: 'admin' })).token);
    device = await admin('auth.createCredential', { name: 'phone' });
    for (const username of ['ana', 'ben', 'cem', 'dora']) {
      await admin('auth.createUser', { username, password: `${username}’s password` });
    }
  });
  afterAll(() => rooms.stop());

  const request = (username: string, given: string, address: string) =>
    rooms.anyone('auth.authenticate', { username, password: given, address });
  const guessUntilThrottled = async (username: string, address: string): Promise<number> => {
    for (let count = 0; ; count++) {
      const error = await request(username, `guess ${++guesses}`, address).catch((reason) => reason);
      if (error.type === 'THROTTLED') return count;
      expect(error.type).toBe('WRONG_CREDENTIALS');
    }
  };

  it('is slowed down after a few tries, with the seconds to wait', async () => {
    expect(await guessUntilThrottled('ana', '198.51.100.1')).toBe(LIMITS.pair);
    const error = await request('ana', 'ana’s password', '198.51.100.1').catch((reason) => reason);
    expect(error).toMatchObject({ type: 'THROTTLED', code: 429 });
    expect(error.data.retryAfter).toBeGreaterThan(890);
    expect(error.data.retryAfter).toBeLessThanOrEqual(900);
  });

  it('is slowed down alike when the user does not exist', async () => {
    expect(await guessUntilThrottled('nobody', '198.51.100.2')).toBe(LIMITS.pair);
  });

  it('does not lock out the listener at another address', async () => {
    await guessUntilThrottled('ben', '198.51.100.3');
    expect(await request('ben', 'ben’s password', home)).toMatchObject({ user: { name: 'ben' } });
  });

  it('does not lock out other listeners at the same address', async () => {
    await guessUntilThrottled('ben', '198.51.100.4');
    expect(await request('cem', 'cem’s password', '198.51.100.4')).toMatchObject({ user: { name: 'cem' } });
  });

  it('does not lock out who has signed in from that address before, password just changed or not', async () => {
    await request('dora', 'dora’s password', '198.51.100.5');
    for (let count = 0; count < LIMITS.pair + 5; count++) {
      await expect(request('dora', `guess ${++guesses}`, '198.51.100.5')).rejects.toThrow(
        errorOf('WRONG_CREDENTIALS'),
      );
    }
    expect(await request('dora', 'dora’s password', '198.51.100.5')).toMatchObject({
      user: { name: 'dora' },
    });
    await admin('auth.changePassword', { username: 'dora', password: 'another password' });
    expect(await request('dora', 'another password', '198.51.100.5')).toMatchObject({
      user: { name: 'dora' },
    });
  });

  it('does not lock out device credentials, whoever guesses beside them', async () => {
    await guessUntilThrottled('admin', '198.51.100.6');
    const token = createHash('md5').update(`${device.secret}salt`).digest('hex');
    const shown = [
      { username: 'admin', password: device.secret },
      { username: 'admin', token, salt: 'salt' },
      { apiKey: device.apiKey },
    ];
    for (const each of shown) {
      expect(await rooms.anyone('auth.authenticate', { ...each, address: '198.51.100.6' })).toMatchObject({
        user: { name: 'admin' },
      });
    }
  });

  it('counts an app that goes on with an old password as one guess', async () => {
    const from = '198.51.100.7';
    for (let count = 0; count < 3 * LIMITS.pair; count++) {
      await expect(request('admin', 'the old password', from)).rejects.toThrow(errorOf('WRONG_CREDENTIALS'));
    }
    expect(await request('admin', password, from)).toMatchObject({ user: { name: 'admin' } });
  });

  it('does not count good requests, however many', async () => {
    const from = '198.51.100.8';
    const all = await Promise.all(Array.from({ length: 60 }, () => request('admin', password, from)));
    expect(all).toHaveLength(60);
    expect(await guessUntilThrottled('nobody', from)).toBe(LIMITS.pair);
  });

  it('lets no more guesses in when they come all at once', async () => {
    const from = '198.51.100.9';
    const all = await Promise.allSettled(
      Array.from({ length: 40 }, () => request('ben', `guess ${++guesses}`, from)),
    );
    const types = all.map((each) => (each as PromiseRejectedResult).reason.type);
    expect(types.filter((type) => type === 'WRONG_CREDENTIALS')).toHaveLength(LIMITS.pair);
    expect(types.filter((type) => type === 'THROTTLED')).toHaveLength(40 - LIMITS.pair);
  });
});
