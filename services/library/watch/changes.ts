import { stat } from 'node:fs/promises';
import { type Scope, WHOLE_FOLDER, withoutOverlap } from '../scan/scopes.ts';

/** What has been heard of a music folder and not been looked at yet. All paths are inside it, with `/`. */
export class Changes {
  readonly #names = new Set<string>();
  readonly #folders = new Set<string>();
  readonly #contents = new Set<string>();

  get none(): boolean {
    return this.#names.size + this.#folders.size + this.#contents.size === 0;
  }

  /** A name came or went that is not known to be one of a folder. */
  name(path: string): void {
    this.#names.add(path);
  }

  /** A folder came, went or was replaced, with all that is in it. */
  folder(dir: string): void {
    this.#folders.add(dir);
    if (dir !== '') this.#contents.add(above(dir));
  }

  /** A file in this folder changed. */
  content(dir: string): void {
    this.#contents.add(dir);
  }

  /** The parts of the music folder to look at. */
  async scopes(root: string): Promise<Scope[]> {
    if (this.#folders.has('')) return [WHOLE_FOLDER];
    const scopes: Scope[] = [];
    for (const dir of this.#folders) scopes.push({ dir, deep: true });
    for (const dir of this.#contents) scopes.push({ dir, deep: false });
    for (const path of this.#names) {
      const isFolder = await stat(`${root}/${path}`).then(
        (found) => found.isDirectory(),
        () => false,
      );
      scopes.push(isFolder ? { dir: path, deep: true } : { dir: above(path), deep: false });
    }
    return withoutOverlap(scopes);
  }
}

function above(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
