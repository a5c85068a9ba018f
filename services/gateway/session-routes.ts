import { parseCookie, stringifySetCookie } from 'cookie';
import { CantigaError } from '../../errors.ts';
import type { TokenPair } from '../actions.ts';
import type { Call } from './call.ts';
import { type Request, type Response, sendJson } from './http.ts';

/** The browser's session: neither cookie can be read by a script nor travels with a request from another site. */
const ACCESS_COOKIE = 'cantiga_access';
const REFRESH_COOKIE = 'cantiga_refresh';
const REFRESH_DAYS = 30;

export interface SessionRoutes {
  signIn(request: Request, response: Response): Promise<void>;
  refresh(request: Request, response: Response): Promise<void>;
  signOut(request: Request, response: Response): Promise<void>;
}

/**
 * Sign-in of browsers: `POST sign-in {username, password}`, `POST refresh`, `POST sign-out`. The answer carries the
 * access token; the refresh token stays in a cookie.
 */
export function sessionRoutes(call: Call, addressOf: (request: Request) => string): SessionRoutes {
  return {
    async signIn(request, response) {
      sameOrigin(request);
      const { username, password } = bodyOf(request);
      const pair = await call('auth.signIn', {
        username: text(username, 'username'),
        password: text(password, 'password'),
        address: addressOf(request),
      });
      grant(request, response, pair);
    },
    async refresh(request, response) {
      sameOrigin(request);
      const pair = await call('auth.refresh', { refreshToken: cookie(request, REFRESH_COOKIE) ?? '' });
      grant(request, response, pair);
    },
    async signOut(request, response) {
      sameOrigin(request);
      const refreshToken = cookie(request, REFRESH_COOKIE);
      if (refreshToken !== undefined) await call('auth.signOut', { refreshToken });
      setCookies(request, response, { access: '', refresh: '', seconds: 0, refreshSeconds: 0 });
      sendJson(response, 200, {});
    },
  };
}

/** The access token of a request: `Authorization: Bearer …`, or the browser's cookie. */
export function accessToken(request: Request): string | undefined {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer' && token) return token;
  return cookie(request, ACCESS_COOKIE);
}

function grant(request: Request, response: Response, pair: TokenPair): void {
  setCookies(request, response, {
    access: pair.accessToken,
    refresh: pair.refreshToken,
    seconds: pair.expiresIn,
    refreshSeconds: REFRESH_DAYS * 86_400,
  });
  sendJson(response, 200, { accessToken: pair.accessToken, expiresIn: pair.expiresIn, user: pair.user });
}

function setCookies(
  request: Request,
  response: Response,
  tokens: { access: string; refresh: string; seconds: number; refreshSeconds: number },
): void {
  const secure = request.headers['x-forwarded-proto'] === 'https';
  const common = { httpOnly: true, sameSite: 'strict', secure } as const;
  response.setHeader('Set-Cookie', [
    stringifySetCookie({
      name: ACCESS_COOKIE,
      value: tokens.access,
      path: '/',
      maxAge: tokens.seconds,
      ...common,
    }),
    stringifySetCookie({
      name: REFRESH_COOKIE,
      value: tokens.refresh,
      path: '/api/v1',
      maxAge: tokens.refreshSeconds,
      ...common,
    }),
  ]);
}

/** A page of another origin must not act with the cookies of this one. */
function sameOrigin(request: Request): void {
  const { origin, host } = request.headers;
  if (origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== host) {
    throw new CantigaError('FORBIDDEN', 'Sign in from the page of this server.');
  }
}

function cookie(request: Request, name: string): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[name];
}

function bodyOf(request: Request): Record<string, unknown> {
  if (typeof request.body !== 'object' || request.body === null || Array.isArray(request.body)) {
    throw new CantigaError('BAD_PARAMETER', 'The body must be a JSON object.');
  }
  return request.body as Record<string, unknown>;
}

function text(value: unknown, name: string): string {
  if (value === undefined) throw new CantigaError('MISSING_PARAMETER', `Parameter '${name}' is missing.`);
  if (typeof value !== 'string') throw new CantigaError('BAD_PARAMETER', `Parameter '${name}' must be text.`);
  return value;
}
