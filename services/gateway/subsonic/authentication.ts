import { CantigaError } from '../../../errors.ts';
import type { Session } from '../../actions.ts';
import type { Call } from './exchange.ts';
import { missing, type Parameters } from './parameters.ts';

/**
 * Signs a request in: by `apiKey`, by `u` and `p`, by `u`, `t` and `s`, or by the session of a browser, whose token the
 * HTTP server has verified.
 * @throws MISSING_PARAMETER, CONFLICTING_CREDENTIALS, and the errors of `auth.authenticate`
 */
export async function authenticate(
  params: Parameters,
  from: { address: string; session?: Session },
  call: Call,
): Promise<Session> {
  const version = params.textIf('v');
  const client = params.textIf('c');
  const credentials = credentialsOf(params);
  if (credentials === undefined && from.session === undefined) throw missing('u');
  if (version === undefined) throw missing('v');
  if (client === undefined) throw missing('c');
  if (credentials === undefined) return from.session as Session;
  return call(
    'auth.authenticate',
    { ...credentials, address: from.address, client: client.slice(0, 100) },
    {},
  );
}

function credentialsOf(params: Parameters) {
  const apiKey = params.textIf('apiKey');
  const username = params.textIf('u');
  const password = params.passwordIf('p');
  const token = params.textIf('t');
  const salt = params.textIf('s');
  if (apiKey !== undefined) {
    if ((username ?? password ?? token ?? salt) !== undefined) throw conflict('apiKey', 'u, p, t or s');
    return { apiKey };
  }
  if (username === undefined) {
    if ((password ?? token ?? salt) !== undefined) throw missing('u');
    return undefined;
  }
  if (token === undefined && salt === undefined) {
    if (password === undefined) throw missing('p');
    return { username, password };
  }
  if (password !== undefined) throw conflict('p', 't and s');
  if (token === undefined) throw missing('t');
  if (salt === undefined) throw missing('s');
  return { username, token, salt };
}

function conflict(one: string, other: string): CantigaError {
  return new CantigaError('CONFLICTING_CREDENTIALS', `Parameter '${one}' cannot go with ${other}.`);
}
