import type { Session } from '../../actions.ts';
import type { Call } from '../call.ts';
import { missing, type Parameters } from './parameters.ts';

/**
 * Signs a request in: by `apiKey`, by `u` and `p`, by `u`, `t` and `s`, or by the session of a browser, whose token the
 * HTTP server has verified.
 * @throws MISSING_PARAMETER, and the errors of `auth.authenticate`
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
  const shown = {
    apiKey: params.textIf('apiKey'),
    username: params.textIf('u'),
    password: params.passwordIf('p'),
    token: params.textIf('t'),
    salt: params.textIf('s'),
  };
  return Object.values(shown).some((value) => value !== undefined) ? shown : undefined;
}
