import { describe, expect, it } from '@jest/globals';
import { deriveKey } from '../../../../mixins/sealing/keys.ts';
import { seal, unseal } from '../../../../mixins/sealing/seal.ts';

const secret = 'a secret of more than thirty-two characters';
const key = deriveKey(secret, 'seal');

describe('a sealed text', () => {
  it('opens with the key and in the context that it was sealed with', () => {
    expect(unseal(key, seal(key, 'naïve 太郎', 'cr-1'), 'cr-1')).toBe('naïve 太郎');
  });

  it('looks different each time', () => {
    expect(seal(key, 'text', 'cr-1')).not.toBe(seal(key, 'text', 'cr-1'));
  });

  it('does not open in another context', () => {
    expect(unseal(key, seal(key, 'text', 'cr-1'), 'cr-2')).toBeNull();
  });

  it.each([
    ['of another secret', deriveKey(`${secret}!`, 'seal')],
    ['for another purpose', deriveKey(secret, 'principal')],
  ])('does not open with a key %s', (_, other) => {
    expect(unseal(other, seal(key, 'text', 'cr-1'), 'cr-1')).toBeNull();
  });

  it('does not open when any of its bytes was changed or is missing', () => {
    const bytes = Buffer.from(seal(key, 'text', 'cr-1'), 'base64url');
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed[index]! ^= 1;
      expect(unseal(key, changed.toString('base64url'), 'cr-1')).toBeNull();
      expect(unseal(key, bytes.subarray(0, index).toString('base64url'), 'cr-1')).toBeNull();
    }
  });
});
