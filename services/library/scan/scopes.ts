/** A part of a music folder: all of it is `{ dir: '', deep: true }`. */
export interface Scope {
  /** A folder inside the music folder, with `/`. */
  dir: string;
  /** With the folders in it. */
  deep: boolean;
}

export const WHOLE_FOLDER: Scope = { dir: '', deep: true };

/** Looking at so many parts one by one takes longer than looking at everything. */
const MOST = 500;

/** Whether a folder lies in one of these parts. */
export function isIn(scopes: readonly Scope[], dir: string): boolean {
  return scopes.some((scope) => {
    if (scope.dir === dir) return true;
    return scope.deep && (scope.dir === '' || dir.startsWith(`${scope.dir}/`));
  });
}

/** Whether all of a music folder is among these parts. */
export function isWhole(scopes: readonly Scope[]): boolean {
  return scopes.some((scope) => scope.dir === '' && scope.deep);
}

/** The same parts, none within another: what lies in two would be looked at, and counted, twice. */
export function withoutOverlap(scopes: Iterable<Scope>): Scope[] {
  const flat = new Set<string>();
  const deep = new Set<string>();
  for (const scope of scopes) (scope.deep ? deep : flat).add(scope.dir);
  if (deep.has('')) return [WHOLE_FOLDER];
  const parts = [
    ...[...deep].filter((dir) => !isBelow(deep, dir)).map((dir) => ({ dir, deep: true })),
    ...[...flat].filter((dir) => !deep.has(dir) && !isBelow(deep, dir)).map((dir) => ({ dir, deep: false })),
  ];
  return parts.length > MOST ? [WHOLE_FOLDER] : parts;
}

function isBelow(deep: ReadonlySet<string>, dir: string): boolean {
  for (let slash = dir.lastIndexOf('/'); slash > 0; slash = dir.lastIndexOf('/', slash - 1)) {
    if (deep.has(dir.slice(0, slash))) return true;
  }
  return false;
}
