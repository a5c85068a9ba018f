import { CantigaError, isError } from '../../../errors.ts';
import type { Session } from '../../actions.ts';
import type { Call } from '../call.ts';
import type { Request, Response } from '../http.ts';
import { BASE } from './base.ts';
import { bodyOf } from './body.ts';
import { checked } from './check.ts';
import { type Identity, identityOf, type Verifiers } from './identity.ts';
import { Limits } from './limits.ts';
import { refuseForeign } from './origin.ts';
import { converted } from './query.ts';
import type { Access, EngineAtHand, Exchange, Route } from './route.ts';
import { Router } from './router.ts';
import { sendAnswer } from './send.ts';

const KEY = /^[\x21-\x7e]{1,64}$/;

export interface RestOptions extends Verifiers {
  routes: readonly Route[];
  engine: EngineAtHand;
  addressOf(request: Request): string;
  /** Requests that a listener may make in a minute. */
  rateLimit: number;
}

/** Serves `/api/v1`. Rejects with what the request is to be refused with, before anything is sent. */
export function createRest(options: RestOptions): (request: Request, response: Response) => Promise<void> {
  const router = new Router(options.routes);
  const limits = new Limits(options.rateLimit);

  async function handle(request: Request, response: Response): Promise<void> {
    const [path, search] = split(request.originalUrl.slice(BASE.length));
    const address = options.addressOf(request);
    const identity = await identityOf(request, address, options);
    const found = router.find(request.method!, path);
    const free = found?.route?.free ?? false;
    const who = identity.session ? { user: identity.session.user.id } : { address };
    await limits.admit(response, who, free);
    if (found === undefined) throw new CantigaError('NOT_FOUND', 'There is nothing here.');
    if (found.route === undefined) return refuseMethod(request, response, found.allowed);
    const { route, values } = found;
    const session = admitted(route.access, identity);
    const { byCookie } = identity;
    if (byCookie && session && !isSafe(request)) refuseForeign(request.headers, true);
    const exchange: Exchange = {
      ...{ route, request, response, session, byCookie, address, engine: options.engine },
      parameters: checked(route.parameters ?? {}, values) as Record<string, never>,
      query: checked(route.query ?? {}, converted(route.query ?? {}, new URLSearchParams(search))),
      key: keyOf(request, route),
      body: await checkedBody(request, route),
      call: callAs(options.call, session),
    };
    await answer(exchange);
  }

  return async (request, response) => {
    try {
      await handle(request, response);
    } catch (error) {
      if (!response.headersSent && isUnauthorized(error)) response.setHeader('WWW-Authenticate', 'Bearer');
      throw error;
    }
  };
}

/**
 * The session, where the route wants one.
 * @throws {CantigaError} SIGNED_OUT, WRONG_API_KEY, FORBIDDEN
 */
function admitted(access: Access, identity: Identity): Session | undefined {
  if (access === 'public') return undefined;
  if (identity.session === undefined) {
    throw identity.reason ?? new CantigaError('SIGNED_OUT', 'Sign in first.');
  }
  if (!identity.session.user.roles.includes(access)) {
    throw new CantigaError('FORBIDDEN', 'You are not allowed to do this.');
  }
  return identity.session;
}

function refuseMethod(request: Request, response: Response, allowed: string[]): void {
  response.setHeader('Allow', allowed.join(', '));
  if (request.method !== 'OPTIONS') {
    throw new CantigaError('WRONG_METHOD', `Here there is ${allowed.join(', ')} only.`);
  }
  response.writeHead(204).end();
}

/** @throws {CantigaError} BAD_PARAMETER */
function keyOf(request: Request, { keyed }: Route): string | undefined {
  const key = request.headers['idempotency-key'];
  if (!keyed || key === undefined) return undefined;
  if (typeof key === 'string' && KEY.test(key)) return key;
  throw new CantigaError('BAD_PARAMETER', 'Idempotency-Key has 1 to 64 visible characters of ASCII.');
}

async function checkedBody(request: Request, route: Route): Promise<Record<string, unknown>> {
  const body = await bodyOf(request, route);
  return route.body === undefined ? body : checked(route.body, body);
}

function callAs(call: Call, session: Session | undefined): Exchange['call'] {
  return (name, params) => call(name, params, session ? { token: session.token } : {});
}

async function answer(exchange: Exchange): Promise<void> {
  const { route, request, response } = exchange;
  const given = await route.handle(exchange);
  if (given.kind === 'sent') return;
  const { status } = route.answer;
  if (given.kind === 'nothing') {
    response.writeHead(status, { 'Cache-Control': 'no-store' }).end();
  } else if (given.kind === 'json') {
    const { json, location } = given;
    const type = 'application/json; charset=utf-8';
    sendAnswer(request, response, status, { type, bytes: Buffer.concat([...json]), location });
  } else {
    sendAnswer(request, response, status, given);
  }
}

function isSafe({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

function isUnauthorized(error: unknown): boolean {
  return (
    isError(error, 'SIGNED_OUT') || isError(error, 'WRONG_API_KEY') || isError(error, 'WRONG_CREDENTIALS')
  );
}

function split(url: string): [path: string, search: string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
