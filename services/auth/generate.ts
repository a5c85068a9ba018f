import { randomBytes, randomInt } from 'node:crypto';

/** Letters and digits that nobody mistakes for one another, in print or on the phone. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Random text to be read and typed by people: groups of five characters, each character worth 4.95 bits. */
export function readableSecret(groups: number): string {
  const group = () => Array.from({ length: 5 }, () => READABLE[randomInt(READABLE.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}

/** Random text for machines, 256 bits. */
export function opaqueSecret(): string {
  return randomBytes(32).toString('base64url');
}
