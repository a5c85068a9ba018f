import { CantigaError } from '../../errors.ts';

/** What a Subsonic request shows of who sends it. Empty values count as absent. */
export interface Shown {
  username?: string;
  password?: string;
  token?: string;
  salt?: string;
  apiKey?: string;
}

export type Proof =
  | { by: 'apiKey'; apiKey: string }
  | { by: 'password'; username: string; password: string }
  | { by: 'token'; username: string; token: string; salt: string };

/**
 * The one way in which a request proves who sends it.
 * @throws {CantigaError} CONFLICTING_CREDENTIALS for two ways at once (OpenSubsonic: an API key goes without a user
 * name), MISSING_PARAMETER for none or half of one
 */
export function proofIn({ username, password, token, salt, apiKey }: Shown): Proof {
  if (apiKey) {
    if (username || password || token) throw conflicting();
    return { by: 'apiKey', apiKey };
  }
  if (password && token) throw conflicting();
  if (!username) throw missing('u');
  if (password) return { by: 'password', username, password };
  if (!token) throw missing('p');
  if (!salt) throw missing('s');
  return { by: 'token', username, token, salt };
}

function conflicting(): CantigaError {
  return new CantigaError(
    'CONFLICTING_CREDENTIALS',
    'Sign in by password, by token or by API key, not by two of them.',
  );
}

function missing(name: string): CantigaError {
  return new CantigaError('MISSING_PARAMETER', `Parameter '${name}' is missing.`);
}
