import { isError } from '../../../errors.ts';
import type { Principal, Session } from '../../actions.ts';
import type { Call } from '../call.ts';
import type { Request } from '../http.ts';
import { shownToken } from '../session-cookies.ts';

/** Who sends a request: the session, or why there is none. */
export type Identity =
  | { session: Session; byCookie: boolean }
  | { session?: undefined; byCookie: boolean; reason: unknown };

/** How {@link identityOf} finds out. */
export interface Verifiers {
  call: Call;
  /** @throws SIGNED_OUT */
  verify(token: string): Principal;
}

/**
 * By `Authorization: Bearer` with an access token or the key of a device, or by the cookie of a browser. It rejects
 * only when that cannot be found out now.
 */
export async function identityOf(
  request: Request,
  address: string,
  { call, verify }: Verifiers,
): Promise<Identity> {
  const shown = shownToken(request);
  if (shown === undefined) return { byCookie: false, reason: undefined };
  const { token, byCookie } = shown;
  try {
    // Of the two, only an access token (a JWT) has dots.
    const session =
      byCookie || token.includes('.')
        ? { token, user: verify(token) }
        : await call('auth.authenticate', { apiKey: token, address, client: clientOf(request) });
    return { session, byCookie };
  } catch (reason) {
    if (isError(reason, 'SIGNED_OUT') || isError(reason, 'WRONG_API_KEY')) return { byCookie, reason };
    throw reason;
  }
}

/** Name of the program, as it says itself. */
function clientOf({ headers }: Request): string {
  return /^[^\s/]{1,100}/.exec(headers['user-agent'] ?? '')?.[0] ?? 'REST';
}
