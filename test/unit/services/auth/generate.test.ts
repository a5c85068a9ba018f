import { describe, expect, it } from '@jest/globals';
import { opaqueSecret, readableSecret } from '../../../../services/auth/generate.ts';

describe('generated secrets', () => {
  it('can be read out and typed without mistaking a character', () => {
    expect(readableSecret(4)).toMatch(/^([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}$/);
  });

  it('differ', () => {
    const many = Array.from({ length: 1000 }, () => [readableSecret(3), opaqueSecret()]).flat();
    expect(new Set(many).size).toBe(2000);
  });
});
