import { describe, expect, it } from '@jest/globals';
import { deriveKey } from '../../../../mixins/sealing/keys.ts';
import { Hasher } from '../../../../services/auth/hasher.ts';
import { Passwords } from '../../../../services/auth/passwords.ts';
import { Throttle } from '../../../../services/auth/throttle.ts';

const key = deriveKey('a secret of more than thirty-two characters', 'password-cache');
const throttled = expect.objectContaining({ type: 'THROTTLED' }) as unknown as Error;

function start(): Passwords {
  return new Passwords(key, new Hasher(1), new Throttle());
}

describe('passwords', () => {
  it('are argon2id hashes of the strength that OWASP asks for, at least', async () => {
    expect(await start().hash('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,(p=1,t=2|t=2,p=1)\$/);
  });

  it('are the same however their characters are encoded', async () => {
    const passwords = start();
    const account = { _id: 'us-1', hash: await passwords.hash('caf\u00e9 au lait') };
    const claim = { key: 'ana', account, address: '192.0.2.1' };
    expect(await passwords.check({ ...claim, password: 'cafe\u0301 au lait' })).toBe(true);
    expect(await passwords.check({ ...claim, password: 'cafe au lait' })).toBe(false);
  });

  it('are not right any more once the stored hash has changed, however often they were', async () => {
    const passwords = start();
    const before = { _id: 'us-1', hash: await passwords.hash('the first one') };
    const claim = { key: 'ana', account: before, address: '192.0.2.1', password: 'the first one' };
    expect(await passwords.check(claim)).toBe(true);
    const account = { ...before, hash: await passwords.hash('the second one') };
    expect(await passwords.check({ ...claim, account })).toBe(false);
    expect(await passwords.check({ ...claim, account, password: 'the second one' })).toBe(true);
  });

  it('that were wrong are right when the account is changed to them', async () => {
    const passwords = start();
    const claim = { key: 'ana', address: '192.0.2.1', password: 'the second one' };
    const before = { _id: 'us-1', hash: await passwords.hash('the first one') };
    expect(await passwords.check({ ...claim, account: before })).toBe(false);
    const account = { ...before, hash: await passwords.hash('the second one') };
    expect(await passwords.check({ ...claim, account })).toBe(true);
  });

  it('of an account that does not exist are wrong, and take as long as others', async () => {
    const passwords = start();
    const account = { _id: 'us-1', hash: await passwords.hash('correct horse') };
    const time = async (count: number, known: boolean) => {
      const begin = performance.now();
      const claim = { key: known ? 'ana' : 'nobody', account: known ? account : undefined };
      expect(
        await passwords.check({ ...claim, address: `10.0.0.${count}`, password: `guess ${count}` }),
      ).toBe(false);
      return performance.now() - begin;
    };
    await time(0, true);
    await time(0, false);
    let [known, unknown] = [Infinity, Infinity];
    for (let count = 1; count < 8; count++) {
      known = Math.min(known, await time(count, true));
      unknown = Math.min(unknown, await time(count, false));
    }
    expect(unknown / known).toBeGreaterThan(0.5);
    expect(unknown / known).toBeLessThan(2);
  });

  it('that were just set are let in where guessing has been throttled', async () => {
    const passwords = start();
    const claim = { key: 'ana', address: '192.0.2.1' };
    const before = { _id: 'us-1', hash: await passwords.hash('the first one') };
    const guess = async () => {
      for (let count = 0; ; count++)
        await passwords.check({ ...claim, account: before, password: `guess ${count}` });
    };
    await expect(guess()).rejects.toThrow(throttled);
    const account = { ...before, hash: await passwords.hash('the second one') };
    await expect(passwords.check({ ...claim, account, password: 'the second one' })).rejects.toThrow(
      throttled,
    );
    passwords.remember(account, 'the second one');
    expect(await passwords.check({ ...claim, account, password: 'the second one' })).toBe(true);
  });
});
