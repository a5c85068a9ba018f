import type { ProblemDetails } from '../../../services/gateway/rest/resources.ts';

/** What a request was refused with: problem details (RFC 9457). */
export class Refused extends Error {
  override name = 'Refused';
  /** The last part of the problem's type, such as `not-found`. */
  readonly type: string;
  /** HTTP status. */
  readonly status: number;
  /** Seconds to wait before another try; undefined when the server does not say. */
  readonly retryAfter: number | undefined;
  /** The whole problem: those of some types tell more. */
  readonly details: ProblemDetails;

  constructor(details: ProblemDetails, retryAfter?: number) {
    const { type, title, status } = details;
    super(title);
    this.details = details;
    this.type = type.replace('urn:cantiga:', '');
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** The server was not reached, or what answered was not Cantiga. */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

/** The refusal in an answer that is not ok, also when a proxy wrote it in its own words. */
export async function refusalIn(response: Response): Promise<Refused | Unreachable> {
  const wait = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const retryAfter = Number.isFinite(wait) ? wait : undefined;
  const body: unknown = await response.json().catch(() => undefined);
  if (isProblem(body)) return new Refused(body, retryAfter);
  // A gateway that stands before the engine tells that the engine is not there.
  if ([502, 503, 504].includes(response.status)) return new Unreachable();
  return new Refused({ type: 'unknown', title: response.statusText, status: response.status }, retryAfter);
}

function isProblem(body: unknown): body is ProblemDetails {
  const { type, title, status } = Object(body) as Partial<ProblemDetails>;
  return typeof type === 'string' && typeof title === 'string' && typeof status === 'number';
}
