import { describe, expect, it } from '@jest/globals';
import { LIMITS, Throttle } from '../../../../services/auth/throttle.ts';

const throttled = expect.objectContaining({ type: 'THROTTLED' }) as unknown as Error;

/** How many wrong passwords are let in until one is not. */
async function admitted(most: number, attempt: (count: number) => Promise<unknown>): Promise<number> {
  for (let count = 0; count < most; count++) {
    try {
      await attempt(count);
    } catch (error) {
      expect(error).toEqual(throttled);
      return count;
    }
  }
  return most;
}

describe('the throttle of wrong passwords', () => {
  it('lets few in for one account from one address', async () => {
    const throttle = new Throttle();
    expect(await admitted(1000, () => throttle.admit('ana', '192.0.2.1'))).toBe(LIMITS.pair);
    await throttle.admit('ana', '192.0.2.2');
    await throttle.admit('ben', '192.0.2.1');
  });

  it('lets some in from one address for all accounts together', async () => {
    const throttle = new Throttle();
    expect(await admitted(1000, (count) => throttle.admit(`user ${count}`, '192.0.2.1'))).toBe(
      LIMITS.address,
    );
    await throttle.admit('user 1', '192.0.2.2');
  });

  it('counts a whole IPv6 network as one address', async () => {
    const throttle = new Throttle();
    const from = (count: number) => `2001:db8:1:2::${count.toString(16)}`;
    expect(await admitted(1000, (count) => throttle.admit('ana', from(count)))).toBe(LIMITS.pair);
  });

  it('lets some in for one account from all addresses together', async () => {
    const throttle = new Throttle();
    const from = (count: number) => `10.0.${count >> 8}.${count & 255}`;
    expect(await admitted(1000, (count) => throttle.admit('ana', from(count)))).toBe(LIMITS.account);
    await throttle.admit('ben', '10.0.0.1');
  });

  it('does not let strangers use up what the address of the listener may do', async () => {
    const throttle = new Throttle();
    await (await throttle.admit('ana', '192.0.2.1')).succeeded();
    await admitted(1000, (count) => throttle.admit('ana', `10.0.${count >> 8}.${count & 255}`));
    await admitted(1000, (count) => throttle.admit(`user ${count}`, '192.0.2.1'));
    await throttle.admit('ana', '192.0.2.1');
  });

  it('ends also for the address of the listener, much later', async () => {
    const throttle = new Throttle();
    await (await throttle.admit('ana', '192.0.2.1')).succeeded();
    expect(await admitted(1000, () => throttle.admit('ana', '192.0.2.1'))).toBe(LIMITS.trusted);
  });

  it('counts neither what succeeded nor what was not checked', async () => {
    const throttle = new Throttle();
    for (let count = 0; count < 2 * LIMITS.pair; count++) {
      await (await throttle.admit('ana', '192.0.2.1')).succeeded();
      await (await throttle.admit('ben', '192.0.2.1')).withdrawn();
    }
    expect(await admitted(1000, () => throttle.admit('ben', '192.0.2.1'))).toBe(LIMITS.pair);
  });
});
