import { type ErrorType, kindOf } from '../../../errors.ts';
import type { Route } from './route.ts';

/** What the problems mean that REST answers with, for those who write clients. */
export const MEANINGS = {
  MISSING_PARAMETER: 'A parameter is missing; the title names it.',
  BAD_PARAMETER: 'A parameter is unknown, or has a value that cannot be used; the title names it.',
  WRONG_CREDENTIALS: 'The user name or the password is wrong.',
  SIGNED_OUT: 'There is no token, or it has ended or was revoked. Refresh it, or sign in.',
  WRONG_API_KEY: 'The key of the device is unknown or was revoked.',
  FORBIDDEN: 'Signed in, but not allowed to do this.',
  NOT_FOUND: 'It does not exist, or not for this listener.',
  TRACKS_NOT_FOUND:
    'None of the tracks that the file names is in the library; `missing` lists the first of them.',
  WRONG_METHOD: 'The method means nothing there; the header `Allow` names those that do.',
  ALREADY_EXISTS: 'There is one of that name already.',
  SESSION_CLOSED: 'The listening session has ended; open another one.',
  CONFLICT: 'It has changed since it was read. Read it again and repeat.',
  QUEUE_CHANGED: 'The queue has changed since it was read; `queue` has it as it is.',
  FILE_CHANGED: 'The file has vanished or changed.',
  TOO_LARGE: 'The body, or a list in it, is too large.',
  WRONG_TYPE: 'The body is of a type that is not understood there.',
  RANGE_NOT_SATISFIABLE: 'The range lies outside the file. The answer has no body.',
  THROTTLED: 'Too many requests or wrong passwords. Wait for the seconds of `Retry-After`.',
  INTERNAL: 'A fault of the engine. Its log has the details.',
  UNAVAILABLE: 'Not now; try again after `Retry-After` seconds.',
  DISK_FULL: 'The disk of the engine is full: what is there can be read, nothing can be changed.',
} as const satisfies Partial<Record<ErrorType, string>>;

export type ProblemType = keyof typeof MEANINGS;

/** The `type` of a problem. */
export function urnOf(type: ErrorType): string {
  return `urn:cantiga:${type.toLowerCase().replaceAll('_', '-')}`;
}

/** Schemas of the problems that tell more than the others. */
export const SCHEMA_OF: Partial<Record<ProblemType, string>> = {
  TRACKS_NOT_FOUND: 'TracksNotFound',
  QUEUE_CHANGED: 'QueueConflict',
};

/** The problems that a route may answer with, by HTTP status. */
export function problemsOf(route: Route): Map<number, ProblemType[]> {
  const changes = route.method !== 'GET';
  const takes = (route.body ?? route.object ?? route.file) !== undefined;
  const types: ProblemType[] = [
    'BAD_PARAMETER',
    'MISSING_PARAMETER',
    ...(route.access === 'public' ? [] : (['SIGNED_OUT', 'WRONG_API_KEY'] as const)),
    'FORBIDDEN',
    ...(changes ? (['CONFLICT', 'DISK_FULL'] as const) : []),
    ...(takes ? (['TOO_LARGE', 'WRONG_TYPE'] as const) : []),
    ...((route.errors ?? []) as ProblemType[]),
    'THROTTLED',
    'INTERNAL',
    'UNAVAILABLE',
  ];
  return Map.groupBy(new Set(types), (type) => kindOf(type).status);
}
