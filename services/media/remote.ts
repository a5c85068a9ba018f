import { CantigaError, toPublicError } from '../../errors.ts';
import type { Actions, FileInfo } from '../actions.ts';
import { BLOCK_SIZE } from './blocks.ts';
import type { Source } from './source.ts';

type Read = Actions['library.read'];

/** Pulls up to 256 KiB from the node that has the file. */
export type Pull = (params: Read['params']) => Promise<Read['result']>;

/** A file on another node, pulled piece by piece; a pull that fails in a way that may pass is repeated once. */
export function remoteSource(info: FileInfo, pull: Pull): Source {
  const { track, etag, size } = info;
  const piece = async (into: Buffer, offset: number) => {
    const params = { track, etag, offset, length: into.length };
    const bytes = await pull(params).catch((error: unknown) => {
      const known = toPublicError(error);
      if (!known.retryable || known.type === 'FILE_CHANGED') throw known;
      return pull(params);
    });
    if (!ArrayBuffer.isView(bytes)) {
      throw new CantigaError('INTERNAL', 'The bus does not carry binary data.');
    }
    if (bytes.length !== into.length) {
      throw new CantigaError('FILE_CHANGED', 'The file is shorter than it was.');
    }
    into.set(bytes);
  };
  return {
    key: `${track}/${etag}`,
    size,
    local: false,
    async read(into, offset) {
      for (let at = 0; at < into.length; at += BLOCK_SIZE) {
        await piece(into.subarray(at, at + BLOCK_SIZE), offset + at);
      }
    },
    release() {},
  };
}
