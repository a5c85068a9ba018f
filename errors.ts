import { Errors } from 'moleculer';

/**
 * Every error that the engine answers with, in one place.
 * `status` is the HTTP status, `subsonic` the code of the Subsonic envelope (which itself always travels with
 * HTTP 200), `retryable` whether the same call may succeed later without the caller changing anything.
 */
const KINDS = {
  /** A parameter is missing. */
  MISSING_PARAMETER: { status: 400, subsonic: 10, retryable: false },
  /** A parameter has a value that cannot be used. */
  BAD_PARAMETER: { status: 400, subsonic: 0, retryable: false },
  /** User name or password (or token) is wrong. */
  WRONG_CREDENTIALS: { status: 401, subsonic: 40, retryable: false },
  /** The account has no device credential, so a salted token cannot be checked. */
  TOKEN_NOT_SUPPORTED: { status: 401, subsonic: 41, retryable: false },
  /** The way of authenticating is not offered. */
  MECHANISM_NOT_SUPPORTED: { status: 401, subsonic: 42, retryable: false },
  /** Two ways of authenticating in one request. */
  CONFLICTING_CREDENTIALS: { status: 400, subsonic: 43, retryable: false },
  /** The API key is unknown or revoked. */
  WRONG_API_KEY: { status: 401, subsonic: 44, retryable: false },
  /** An access or refresh token is missing, expired, forged or revoked. */
  SIGNED_OUT: { status: 401, subsonic: 40, retryable: false },
  /** Signed in, but not allowed to do this. */
  FORBIDDEN: { status: 403, subsonic: 50, retryable: false },
  /** Too many failed sign-ins or requests; `data.retryAfter` gives the seconds to wait. */
  THROTTLED: { status: 429, subsonic: 0, retryable: true },
  /** The thing asked for does not exist (or not for this listener). */
  NOT_FOUND: { status: 404, subsonic: 70, retryable: false },
  /** Of all the tracks that a playlist file names, none is there; `data` says how it was read and what is missing. */
  TRACKS_NOT_FOUND: { status: 422, subsonic: 70, retryable: false },
  /** The HTTP method means nothing there; the header `Allow` names those that do. */
  WRONG_METHOD: { status: 405, subsonic: 0, retryable: false },
  /** A thing of that key exists already. */
  ALREADY_EXISTS: { status: 409, subsonic: 0, retryable: false },
  /** The listening session has ended; a new one can be opened. */
  SESSION_CLOSED: { status: 410, subsonic: 0, retryable: false },
  /** The document has changed since it was read; read again and repeat. */
  CONFLICT: { status: 409, subsonic: 0, retryable: true },
  /** The listener's queue has changed since it was read; `data.queue` is the queue as it is. */
  QUEUE_CHANGED: { status: 409, subsonic: 0, retryable: false },
  /** The file behind a track has vanished or changed while it was being served. */
  FILE_CHANGED: { status: 410, subsonic: 70, retryable: true },
  /** The byte range asked for lies outside the file; `data.size` gives its length in bytes. */
  RANGE_NOT_SATISFIABLE: { status: 416, subsonic: 0, retryable: false },
  /** The body or a list in it is larger than allowed. */
  TOO_LARGE: { status: 413, subsonic: 0, retryable: false },
  /** The body is of a media type, or encoded in a way, that is not understood. */
  WRONG_TYPE: { status: 415, subsonic: 0, retryable: false },
  /** The endpoint is known to the protocol but not offered by this engine. */
  NOT_OFFERED: { status: 501, subsonic: 0, retryable: false },
  /** The disk is full: reads go on, writes are refused until space is back. */
  DISK_FULL: { status: 507, subsonic: 0, retryable: true },
  /** A service that is needed does not answer now. */
  UNAVAILABLE: { status: 503, subsonic: 0, retryable: true },
  /** A fault of the engine itself. Its details are in the log, never in the answer. */
  INTERNAL: { status: 500, subsonic: 0, retryable: false },
} as const;

export type ErrorType = keyof typeof KINDS;

/** An error of the engine. It crosses nodes as its `type`, so tell errors apart with {@link isError}. */
export class CantigaError extends Errors.MoleculerError {
  constructor(type: ErrorType, message: string, data?: Record<string, unknown>) {
    super(message, KINDS[type].status, type, data);
    this.name = 'CantigaError';
    this.retryable = KINDS[type].retryable;
  }
}

/** Whether `error`, thrown here or on another node, is of that type. */
export function isError(error: unknown, type: ErrorType): boolean {
  return error instanceof Error && 'type' in error && error.type === type;
}

/** HTTP status, Subsonic code and retryability of a type of error. */
export function kindOf(type: ErrorType): (typeof KINDS)[ErrorType] {
  return KINDS[type];
}

/**
 * Any thrown value as an error that may be shown to a caller.
 * Errors of the engine pass; Moleculer's own are translated (validation, no such service, timeout, queue full,
 * broker not connected); everything else becomes INTERNAL without its message.
 */
export function toPublicError(error: unknown): CantigaError {
  if (error instanceof CantigaError) return error;
  const { type, name, message, data, code } = Object(error) as Partial<Errors.MoleculerError> & Error;
  if (type !== undefined && Object.hasOwn(KINDS, type)) {
    return new CantigaError(type as ErrorType, message, data as Record<string, unknown>);
  }
  if (name === 'ValidationError' || code === 422) return validationError(data);
  const unavailable = [
    'ServiceNotFoundError',
    'ServiceNotAvailableError',
    'RequestTimeoutError',
    'RequestSkippedError',
    'RequestRejectedError',
    'QueueIsFullError',
    'BrokerDisconnectedError',
  ];
  if (name !== undefined && unavailable.includes(name)) {
    return new CantigaError('UNAVAILABLE', 'The engine cannot do this right now. Try again in a moment.', {
      retryAfter: 2,
    });
  }
  return new CantigaError('INTERNAL', 'Something went wrong inside the engine. Its log has the details.');
}

function validationError(data: unknown): CantigaError {
  const issues = Array.isArray(data) ? (data as { type?: string; field?: string; message?: string }[]) : [];
  const missing = issues.find((issue) => issue.type === 'required');
  if (missing) {
    return new CantigaError('MISSING_PARAMETER', `Parameter '${missing.field}' is missing.`);
  }
  const text = issues.map((issue) => issue.message).join(' ');
  return new CantigaError('BAD_PARAMETER', text || 'A parameter is not valid.');
}

/** Why the engine cannot start. Its message is for the person who started it: what is wrong and what to do. */
export class StartupError extends Error {
  override name = 'StartupError';
}
