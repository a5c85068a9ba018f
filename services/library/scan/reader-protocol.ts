import type { TrackFacts } from '../facts.ts';
import type { FileToRead } from '../tags/read.ts';

export interface ReaderRequest {
  files: FileToRead[];
}

export interface ReaderAnswer {
  /** {@link FileResult}s as JSON: parsing it takes a fraction of what cloning the objects would. */
  results: string;
}

export type FileResult = FileRead | FileFailure;

export interface FileRead {
  facts: TrackFacts;
  audio: string;
  size: number;
  mtimeMs: number;
  /** Hash of the facts. */
  digest: string;
  /** Of the facts as JSON. */
  bytes: number;
}

export interface FileFailure {
  /** `content`: there is no use in trying before the file changes; `access`: try again; `vanished`: it is not there. */
  failure: 'content' | 'access' | 'vanished';
  reason: string;
}

export interface ReaderData {
  /** Index of the file being read, in an Int32Array: tells which one a dead thread died of. */
  progress: SharedArrayBuffer;
}
