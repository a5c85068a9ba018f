import { CantigaError, type ErrorType } from '../../../errors.ts';
import type { ActionName, Actions, Session } from '../../actions.ts';
import type { Request, Response } from '../http.ts';
import type { MediaRoom } from '../media-room.ts';
import type { EventHub } from './events/hub.ts';
import type { QueueWatch } from './events/queues.ts';
import type { Json } from './json.ts';
import type { Rules, ValuesOf } from './rules.ts';
import type { Schema } from './schema.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** Who may use a route: anybody, whoever is signed in, administrators. */
export type Access = 'public' | 'listener' | 'admin';

/** What a route answers with when all is well, for the documentation. */
export interface Answered {
  status: 200 | 201 | 202 | 204;
  /** Of its JSON. */
  schema?: Schema;
  /** Media types, when it is no JSON. */
  types?: readonly string[];
  about?: string;
}

/** A route as the table has it: all that is needed to check a request, to answer it and to document it. */
export interface Route {
  method: Method;
  /** Under `/api/v1`, with parameters such as `{id}`. */
  path: string;
  /** Its name in the documentation, and in clients that are generated from it. */
  operation: string;
  tag: string;
  summary: string;
  description?: string;
  access: Access;
  /** Of the parameters in the path. */
  parameters?: Rules;
  query?: Rules;
  body?: Rules;
  /** What its body is, when that is a JSON object with any members. */
  object?: string;
  /** Media types of a body that is a file. */
  file?: readonly string[];
  /** Bytes of the body. */
  largest?: number;
  /** Whether it makes something, once for each key that a client sends. */
  keyed?: boolean;
  /** Headers that matter to it, with what they are for. */
  headers?: Readonly<Record<string, string>>;
  /** Whether ranges of its answer can be had. */
  ranged?: boolean;
  /** Whether an answer that is no JSON has an ETag too. */
  cached?: boolean;
  /** Whether it does not count against the rate limit. */
  free?: boolean;
  answer: Answered;
  /** Errors besides those of every route. */
  errors?: readonly ErrorType[];
  handle(exchange: Exchange): Promise<Answer>;
}

type Values = Record<string, unknown>;

/** One request, checked, and what is needed to answer it. */
export interface Exchange<P = Record<string, never>, Q = Values, B = Values> {
  route: Route;
  request: Request;
  response: Response;
  parameters: P;
  query: Q;
  body: B;
  /** Of the listener; undefined on public routes. */
  session: Session | undefined;
  /** Whether the session came in a cookie. */
  byCookie: boolean;
  /** What the client sent to make a thing once. */
  key: string | undefined;
  /** Of the client. */
  address: string;
  engine: EngineAtHand;
  /** Calls a published action for this listener. */
  call<N extends ActionName>(name: N, params: Actions[N]['params']): Promise<Actions[N]['result']>;
}

/** What of the process a route may use. */
export interface EngineAtHand {
  version: string;
  /** When it was started, RFC 3339. */
  started: string;
  media(): MediaRoom;
  events: EventHub;
  queues: QueueWatch;
}

export type Answer =
  | { kind: 'json'; json: Json /** Of what was made. */; location?: string }
  /** To be saved; `attachment`: its Content-Disposition. */
  | { kind: 'file'; bytes: Buffer; type: string; attachment: string }
  | { kind: 'nothing' }
  /** The response is being sent by somebody else. */
  | { kind: 'sent' };

export const NOTHING: Answer = { kind: 'nothing' };
export const SENT: Answer = { kind: 'sent' };

type Spec<P, Q, B> = Omit<Route, 'parameters' | 'query' | 'body' | 'handle'> & {
  parameters?: P;
  query?: Q;
  body?: B;
  handle(exchange: Exchange<ValuesOf<P>, ValuesOf<Q>, ValuesOf<B>>): Promise<Answer>;
};

/** A route whose handler knows the types of its parameters from their rules. */
export function route<const P extends Rules, const Q extends Rules, const B extends Rules>(
  spec: Spec<P, Q, B>,
): Route {
  return spec as unknown as Route;
}

/** Who is signed in. @throws {CantigaError} SIGNED_OUT, on a public route */
export function signedIn({ session }: Pick<Exchange, 'session'>): Session {
  if (session === undefined) throw new CantigaError('SIGNED_OUT', 'Sign in first.');
  return session;
}
