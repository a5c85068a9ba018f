/** A file that is read by and by. */
export interface Bytes {
  /** Of the whole file; known after the first read. */
  readonly size: number;
  /**
   * @returns the bytes from `at` on: `length` of them, fewer only at the end of the file. They are valid until the next read.
   * @throws SourceError when the file cannot be had any more
   */
  read(at: number, length: number): Promise<Uint8Array>;
}

/** Some of a file's music in the form that a SourceBuffer takes. Times are seconds as the decoder gives them. */
export interface Piece {
  data: Uint8Array;
  from: number;
  to: number;
  /** On the last piece only: where in it the music ends. What the decoder gives behind that is padding of the encoder. */
  end?: number;
}

/** The music of one file, made ready for a SourceBuffer. */
export interface Sound {
  /** For `SourceBuffer.changeType`. */
  mime: string;
  /** Initialisation segment; none for byte streams that are nothing but frames. */
  head: Uint8Array | undefined;
  /** Seconds that the decoder gives before the music begins: what the encoder has put there. */
  lead: number;
  /**
   * The pieces from that one on in which the second `from` lies, of the decoder's time. Times are exact where the format has them, else as good as
   * the file's own table of contents; pieces of one call follow each other without a gap.
   */
  pieces(from: number): AsyncGenerator<Piece, void, undefined>;
}

/** The file is none of the form that a module reads, or too damaged for it. */
export class FormatError extends Error {
  override name = 'FormatError';
}

/** Code of the player's own could not be loaded: the server is not reached. */
export class LoadError extends Error {
  override name = 'LoadError';
}
