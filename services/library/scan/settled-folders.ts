/** In place of a digest: something stored of the folder differs from what was found there, or may. */
export const UNSETTLED = '';

/** Folders that are not settled above which a scan rather reads all that is known at once. */
const MOST = 1000;

/**
 * Digests of what scans found in folders, where that was just what is stored of them. As long as a folder looks the same,
 * a scan need not read what is stored of its files. They hold only while this process is the only one that writes.
 */
export class SettledFolders {
  /** Of each music folder, by folder inside it: those that have files, or had when they were last stored. */
  readonly #digests = new Map<number, Map<string, string>>();
  #scanning = false;

  /** A scan begins to write. If the one before did not come to its end, nothing is known any more. */
  begin(): void {
    if (this.#scanning) this.#digests.clear();
    this.#scanning = true;
  }

  end(): void {
    this.#scanning = false;
  }

  /** Undefined when the folders are not known. */
  of(folder: number): ReadonlyMap<string, string> | undefined {
    return this.#digests.get(folder);
  }

  forget(folder: number): void {
    this.#digests.delete(folder);
  }

  /** What is stored of a folder that the scan does not look at may no longer be what was found there. */
  doubt(folder: number, dir: string): void {
    this.#digests.get(folder)?.set(dir, UNSETTLED);
  }

  /** What a scan found in all of a music folder. */
  replace(folder: number, digests: Map<string, string>): void {
    const unsettled = [...digests.values()].filter((digest) => digest === UNSETTLED);
    if (unsettled.length > MOST) this.forget(folder);
    else this.#digests.set(folder, digests);
  }

  /** What a scan found in parts of a music folder. */
  merge(folder: number, digests: ReadonlyMap<string, string>): void {
    const known = this.#digests.get(folder);
    if (known === undefined) return;
    for (const [dir, digest] of digests) known.set(dir, digest);
  }
}
