import { CantigaError } from '../../../../errors.ts';
import type { TokenPair } from '../../../actions.ts';
import { password, refreshToken, username } from '../../../auth/params.ts';
import { clearCookies, refreshCookie, setCookies } from '../../session-cookies.ts';
import { jsonOf } from '../json.ts';
import { refuseForeign } from '../origin.ts';
import type { SessionResource } from '../resources.ts';
import { type Answer, type Exchange, NOTHING, route } from '../route.ts';
import { about } from '../rules.ts';
import { one } from '../schemas/schemas.ts';

const tag = 'Session';
const refresh = about('Of a program that keeps it itself; a browser sends its cookie.', {
  ...refreshToken,
  optional: true,
});

export const sessionRoutes = [
  route({
    method: 'POST',
    path: '/sign-in',
    operation: 'signIn',
    tag,
    summary: 'Sign in with a password',
    description:
      'Sets two cookies for a browser, which no script can read. Programs ask for the refresh token in the answer instead.',
    access: 'public',
    body: {
      username,
      password,
      cookies: about('false: set no cookies, and answer with the refresh token.', {
        type: 'boolean',
        default: true,
      }),
    },
    answer: { status: 200, schema: one('Session') },
    errors: ['WRONG_CREDENTIALS'],
    async handle(exchange) {
      refuseForeign(exchange.request.headers, false);
      const { cookies, ...shown } = exchange.body;
      const pair = await exchange.call('auth.signIn', { ...shown, address: exchange.address });
      return granted(exchange, pair, cookies);
    },
  }),
  route({
    method: 'POST',
    path: '/refresh',
    operation: 'refreshSession',
    tag,
    summary: 'Get a new access token',
    description:
      'Each refresh token is good for one time (and for ten seconds more, for answers that were lost).',
    access: 'public',
    body: { refreshToken: refresh },
    answer: { status: 200, schema: one('Session') },
    errors: ['SIGNED_OUT'],
    async handle(exchange) {
      refuseForeign(exchange.request.headers, false);
      const given = exchange.body.refreshToken;
      const token = given ?? refreshCookie(exchange.request);
      if (token === undefined) throw new CantigaError('SIGNED_OUT', 'Sign in first.');
      const pair = await exchange.call('auth.refresh', { refreshToken: token });
      return granted(exchange, pair, given === undefined);
    },
  }),
  route({
    method: 'POST',
    path: '/sign-out',
    operation: 'signOut',
    tag,
    summary: 'End the session of a refresh token',
    access: 'public',
    body: { refreshToken: refresh },
    answer: { status: 204 },
    async handle(exchange) {
      refuseForeign(exchange.request.headers, false);
      const token = exchange.body.refreshToken ?? refreshCookie(exchange.request);
      if (token !== undefined) await exchange.call('auth.signOut', { refreshToken: token });
      clearCookies(exchange.request, exchange.response);
      return NOTHING;
    },
  }),
];

/** A session that has begun, or gone on, for a browser or for a program. */
export function granted(
  { request, response }: Pick<Exchange, 'request' | 'response'>,
  { accessToken, refreshToken: newest, expiresIn, user }: TokenPair,
  cookies: boolean,
): Answer {
  if (cookies) setCookies(request, response, { accessToken, refreshToken: newest, expiresIn, user });
  const session: SessionResource = {
    ...{ accessToken, expiresIn, user },
    ...(!cookies && { refreshToken: newest }),
  };
  return { kind: 'json', json: jsonOf(session) };
}
