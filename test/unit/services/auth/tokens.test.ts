import { createSecretKey } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { deriveKey } from '../../../../mixins/sealing/keys.ts';
import type { Principal } from '../../../../services/actions.ts';
import { signPrincipal, verifyPrincipal } from '../../../../services/auth/tokens.ts';

const secret = 'a secret of more than thirty-two characters';
const maria: Principal = { id: 'us-01', name: 'María', roles: ['listener'] };
const signedOut = expect.objectContaining({ type: 'SIGNED_OUT' });
const key = deriveKey(secret, 'principal');
const claims = { sub: 'us-01', name: 'María', roles: ['listener'] };
const proper = {
  algorithm: 'HS256',
  issuer: 'cantiga',
  audience: 'cantiga-services',
  expiresIn: 60,
} as const;

describe('a principal token', () => {
  it('says who calls, to whoever knows the secret', () => {
    expect(verifyPrincipal(secret, signPrincipal(secret, maria, 60))).toEqual(maria);
  });

  it('is refused once it has expired', () => {
    expect(() => verifyPrincipal(secret, signPrincipal(secret, maria, 0))).toThrow(signedOut);
  });

  it('is refused once it has expired, however often it was good before', () => {
    const token = signPrincipal(secret, maria, 60);
    expect([1, 2].map(() => verifyPrincipal(secret, token))).toEqual([maria, maria]);
    jest.useFakeTimers({ now: Date.now() + 60_000, doNotFake: ['performance'] });
    try {
      expect(() => verifyPrincipal(secret, token)).toThrow(signedOut);
    } finally {
      jest.useRealTimers();
    }
  });

  it('is refused by whoever has another secret, although it was good under the first', () => {
    const token = signPrincipal(secret, maria, 60);
    verifyPrincipal(secret, token);
    expect(() => verifyPrincipal(`${secret}!`, token)).toThrow(signedOut);
    expect(verifyPrincipal(secret, token)).toEqual(maria);
  });

  it('lets nobody who learns of the principal change it', () => {
    const token = signPrincipal(secret, maria, 60);
    const principal = verifyPrincipal(secret, token);
    expect(() => principal.roles.push('admin')).toThrow(TypeError);
    expect(() => Object.assign(principal, { id: 'us-02' })).toThrow(TypeError);
    expect(verifyPrincipal(secret, token)).toEqual(maria);
  });

  it('is refused when another secret signed it', () => {
    const other = signPrincipal(`${secret}!`, maria, 60);
    expect(() => verifyPrincipal(secret, other)).toThrow(signedOut);
  });

  it('is refused when its claims were changed', () => {
    const [header, , signature] = signPrincipal(secret, maria, 60).split('.');
    const raised = Buffer.from(JSON.stringify({ ...claims, roles: ['admin'] })).toString('base64url');
    expect(() => verifyPrincipal(secret, `${header}.${raised}.${signature}`)).toThrow(signedOut);
  });

  it.each([
    ['has no signature', jwt.sign(claims, null, { ...proper, algorithm: 'none' })],
    ['is signed with another algorithm', jwt.sign(claims, key, { ...proper, algorithm: 'HS512' })],
    ['comes from another issuer', jwt.sign(claims, key, { ...proper, issuer: 'elsewhere' })],
    ['is meant for another audience', jwt.sign(claims, key, { ...proper, audience: 'elsewhere' })],
    [
      'never expires',
      jwt.sign(claims, key, { algorithm: 'HS256', issuer: 'cantiga', audience: 'cantiga-services' }),
    ],
    ['names an unknown role', jwt.sign({ ...claims, roles: ['owner'] }, key, proper)],
    ['has no roles', jwt.sign({ ...claims, roles: undefined }, key, proper)],
    ['names nobody', jwt.sign({ ...claims, sub: undefined }, key, proper)],
    ['is signed with the bare secret', jwt.sign(claims, createSecretKey(Buffer.from(secret)), proper)],
    ['is empty', ''],
    ['is no token', 'x.y.z'],
  ])('is refused when it %s', (_, token) => {
    expect(() => verifyPrincipal(secret, token)).toThrow(signedOut);
  });

  it('cannot be signed with a short secret', () => {
    expect(() => signPrincipal('short', maria, 60)).toThrow('fewer than 32 characters');
  });
});
