import type { FolderDetailsResource, FolderResource } from '../../../../services/gateway/rest/resources.ts';
import { paths } from '../../path.ts';

export interface Crumb {
  /** Undefined for the page of all folders. */
  name?: string;
  href: string;
}

/**
 * The way to a folder, from the page of all folders on. Where there is one music folder only, that page shows what is in
 * it, so it has no step of its own.
 */
export function crumbsTo(
  { path }: Pick<FolderDetailsResource, 'path'>,
  roots: readonly Pick<FolderResource, 'root'>[],
): Crumb[] {
  const steps = roots.length === 1 ? path.slice(1) : path;
  return [{ href: paths.folders }, ...steps.map(({ id, name }) => ({ name, href: paths.folder(id) }))];
}
