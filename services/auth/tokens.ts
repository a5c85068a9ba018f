import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import { CantigaError } from '../../errors.ts';
import { deriveKey } from '../../mixins/sealing/keys.ts';
import type { Principal } from '../actions.ts';

/** Seconds that the token of a listener is good for, and so the longest that a deleted account's last call may take. */
export const ACCESS_SECONDS = 600;
/** Seconds that the token of a service is good for; mint a new one well before. */
export const SERVICE_SECONDS = 300;

const ALGORITHM = 'HS256';
const ISSUER = 'cantiga';
const AUDIENCE = 'cantiga-services';
const ROLES: readonly string[] = ['admin', 'listener', 'service'] satisfies Principal['roles'];

const REMEMBERED = 10_000;

interface Keyring {
  secret: string;
  key: KeyObject;
  /** Tokens that were good, and until when (s since 1970): one request causes several calls, each of which is checked. */
  verified: LRUCache<string, { principal: Principal; expires: number }>;
}

/** One engine has one secret; deriving its key for every call would cost more than checking a token. */
let current: Keyring | undefined;

function keyringOf(secret: string): Keyring {
  if (current?.secret !== secret) {
    const key = deriveKey(secret, 'principal');
    current = { secret, key, verified: new LRUCache({ max: REMEMBERED }) };
  }
  return current;
}

/** A token that says who calls: a JWT (RFC 7519) signed with HS256, good for `ttlSeconds`. */
export function signPrincipal(secret: string, principal: Principal, ttlSeconds: number): string {
  return jwt.sign({ name: principal.name, roles: principal.roles }, keyringOf(secret).key, {
    algorithm: ALGORITHM,
    issuer: ISSUER,
    audience: AUDIENCE,
    subject: principal.id,
    expiresIn: ttlSeconds,
  });
}

/**
 * Who calls, as the token says.
 * @throws {CantigaError} SIGNED_OUT when it is expired, forged, signed for something else, or no token at all
 */
export function verifyPrincipal(secret: string, token: string): Principal {
  const { key, verified } = keyringOf(secret);
  const known = verified.get(token);
  if (known !== undefined && Date.now() < known.expires * 1000) return known.principal;
  const { sub: id, name, roles, exp: expires } = claimsOf(token, key);
  const principal = Object.freeze({ id, name, roles });
  Object.freeze(roles);
  verified.set(token, { principal, expires });
  return principal;
}

/** When a token that was verified ends, ms since 1970. */
export function expiryOf(token: string): number {
  return ((jwt.decode(token) as jwt.JwtPayload).exp ?? 0) * 1000;
}

function claimsOf(token: string, key: KeyObject): PrincipalClaims {
  let claims: string | jwt.JwtPayload;
  try {
    claims = jwt.verify(token, key, { algorithms: [ALGORITHM], issuer: ISSUER, audience: AUDIENCE });
  } catch {
    throw signedOut();
  }
  if (!isPrincipalClaims(claims)) throw signedOut();
  return claims;
}

type PrincipalClaims = { sub: string; exp: number; name: string; roles: Principal['roles'] };

function isPrincipalClaims(claims: string | jwt.JwtPayload): claims is jwt.JwtPayload & PrincipalClaims {
  if (typeof claims === 'string') return false;
  const { sub, exp, name, roles } = claims as Partial<PrincipalClaims>;
  return (
    typeof sub === 'string' &&
    typeof exp === 'number' &&
    typeof name === 'string' &&
    Array.isArray(roles) &&
    roles.every((role) => ROLES.includes(role))
  );
}

function signedOut(): CantigaError {
  return new CantigaError('SIGNED_OUT', 'The sign-in has ended. Sign in again.');
}
