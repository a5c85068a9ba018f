import { CantigaError } from '../../../errors.ts';

interface Place {
  method: string;
  /** Such as `/albums/{id}`. */
  path: string;
}

/** The route of a request with the values of its path, or the methods that its path has. */
export type Found<R> =
  | { route: R; values: Record<string, string> }
  | { route?: undefined; allowed: string[] };

/** Finds routes by method and path. A path of fixed segments comes before one with segments that can be anything. */
export class Router<R extends Place> {
  readonly #routes: { route: R; segments: string[] }[];

  constructor(routes: readonly R[]) {
    const parameters = (route: R) => route.path.split('{').length;
    this.#routes = routes
      .toSorted((a, b) => parameters(a) - parameters(b))
      .map((route) => ({ route, segments: route.path.split('/').slice(1) }));
  }

  /**
   * @param path as it was sent, percent-encoded; HEAD finds what GET does
   * @returns undefined when there is nothing at that path
   * @throws {CantigaError} BAD_PARAMETER for a path that cannot be decoded
   */
  find(method: string, path: string): Found<R> | undefined {
    const segments = path.split('/').slice(1).map(decode);
    const first = this.#routes.find((candidate) => matches(candidate.segments, segments));
    if (first === undefined) return undefined;
    const here = this.#routes.filter(({ route }) => route.path === first.route.path);
    const wanted = method === 'HEAD' ? 'GET' : method;
    const found = here.find(({ route }) => route.method === wanted);
    if (found === undefined) return { allowed: methodsOf(here.map(({ route }) => route)) };
    return { route: found.route, values: valuesOf(found.segments, segments) };
  }
}

function methodsOf(routes: readonly Place[]): string[] {
  const methods = new Set(routes.map(({ method }) => method));
  return [...methods].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method)).concat('OPTIONS');
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, i) => (isParameter(part) ? segments[i] !== '' : part === segments[i]))
  );
}

function valuesOf(pattern: readonly string[], segments: readonly string[]): Record<string, string> {
  const pairs = pattern.map((part, i) => [part.slice(1, -1), segments[i]!] as const);
  return Object.fromEntries(pairs.filter((_, i) => isParameter(pattern[i]!)));
}

function isParameter(part: string): boolean {
  return part.startsWith('{');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new CantigaError('BAD_PARAMETER', 'The path is not percent-encoded UTF-8.');
  }
}
