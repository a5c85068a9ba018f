import type { Scope } from './scopes.ts';

/** Wants to know which folders there are in the music folders; walks come through all of them. */
export interface FolderListener {
  /** Whether it has been told of every folder. */
  readonly complete: boolean;
  /** A walk begins. */
  walk(): FolderWalk;
}

export interface FolderWalk {
  /**
   * These folders are there.
   * @param folder number of the music folder that they are in
   */
  saw(folder: number, dirs: readonly string[]): void;
  /** These parts of a music folder were walked through: what has not been seen in them is not there. */
  walked(folder: number, scopes: readonly Scope[]): void;
  /** A music folder is not there. */
  absent(folder: number): void;
}
