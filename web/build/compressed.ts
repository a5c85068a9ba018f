import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(js|css|html|svg|webmanifest)$/;
/** Below so many bytes a compressed answer is no shorter on the wire. */
const SMALLEST = 1000;

/** Puts a `.br` and a `.gz` beside each file of text, so that the gateway sends what was compressed once, and well. */
export function compressed(): Plugin {
  return {
    name: 'cantiga:compressed',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const files = Object.values(bundle).filter(({ fileName }) => TEXT.test(fileName));
        for (const file of files) {
          const source = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          if (source.length < SMALLEST) continue;
          const [br, gz] = await Promise.all([brotli(source), promisify(gzip)(source, { level: 9 })]);
          this.emitFile({ type: 'asset', fileName: `${file.fileName}.br`, source: br });
          this.emitFile({ type: 'asset', fileName: `${file.fileName}.gz`, source: gz });
        }
      },
    },
  };
}

function brotli(source: Buffer): Promise<Buffer> {
  return promisify(brotliCompress)(source, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: source.length,
    },
  });
}
