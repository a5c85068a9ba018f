/** Where the bytes of one version of one file come from. Whoever opened it releases it. */
export interface Source {
  /** Names the version: track and etag. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Read from a disk of this node, whose page cache is as good as ours. */
  readonly local: boolean;
  /**
   * Fills `into` with the bytes that start at `offset`.
   * @throws FILE_CHANGED when the file is not that version any more, UNAVAILABLE when it cannot be read now
   */
  read(into: Buffer, offset: number): Promise<void>;
  release(): void;
}
