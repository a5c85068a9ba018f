import { CantigaError } from '../../errors.ts';
import type { Principal } from '../actions.ts';
import { usernameKey } from './username.ts';

/** Whose account is meant: the caller's own when none is named. @throws {CantigaError} FORBIDDEN for another's, but for administrators */
export function ownOrAdmin(principal: Principal, username = principal.name): string {
  if (principal.roles.includes('admin') || usernameKey(username) === usernameKey(principal.name))
    return username;
  throw new CantigaError('FORBIDDEN', 'Only an administrator may do this for another user.');
}
