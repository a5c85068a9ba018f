import { parseCookie, stringifySetCookie } from 'cookie';
import type { TokenPair } from '../actions.ts';
import type { Request, Response } from './http.ts';

/** The browser's session: neither cookie can be read by a script nor travels with a request from another site. */
const ACCESS_COOKIE = 'cantiga_access';
const REFRESH_COOKIE = 'cantiga_refresh';
const REFRESH_SECONDS = 30 * 86_400;

/** What a request says of who sends it. */
export interface Shown {
  token: string;
  byCookie: boolean;
}

/** `Authorization: Bearer …`, or else the browser's cookie. */
export function shownToken(request: Request): Shown | undefined {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer' && token) return { token, byCookie: false };
  const kept = cookie(request, ACCESS_COOKIE);
  return kept ? { token: kept, byCookie: true } : undefined;
}

/** The access token of a request. */
export function accessToken(request: Request): string | undefined {
  return shownToken(request)?.token;
}

export function refreshCookie(request: Request): string | undefined {
  return cookie(request, REFRESH_COOKIE) || undefined;
}

export function setCookies(request: Request, response: Response, pair: TokenPair): void {
  write(request, response, [
    { name: ACCESS_COOKIE, value: pair.accessToken, path: '/', maxAge: pair.expiresIn },
    { name: REFRESH_COOKIE, value: pair.refreshToken, path: '/api/v1', maxAge: REFRESH_SECONDS },
  ]);
}

export function clearCookies(request: Request, response: Response): void {
  write(request, response, [
    { name: ACCESS_COOKIE, value: '', path: '/', maxAge: 0 },
    { name: REFRESH_COOKIE, value: '', path: '/api/v1', maxAge: 0 },
  ]);
}

function write(
  request: Request,
  response: Response,
  cookies: { name: string; value: string; path: string; maxAge: number }[],
): void {
  const secure = request.headers['x-forwarded-proto'] === 'https';
  response.setHeader(
    'Set-Cookie',
    cookies.map((each) => stringifySetCookie({ ...each, httpOnly: true, sameSite: 'strict', secure })),
  );
}

function cookie(request: Request, name: string): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[name];
}
