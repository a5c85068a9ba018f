import { defineConfig } from 'vite';
import { compressed } from './build/compressed.ts';
import { renderBlocking } from './build/render-blocking.ts';

/** The player. `vite web` serves it for development, with the engine on its usual port behind it. */
export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [renderBlocking(), compressed()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What every page needs is one file; each page, the decoders and the texts of other languages are files of their own.
        codeSplitting: {
          groups: [
            {
              name: 'player',
              test: /node_modules\/@?preact|web\/src\/((api|components|listening|sharing|shell|state)\/|audio\/[\w-]+\.ts|i18n\/(?!pt)|[\w-]+\.tsx?$)/,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': 'http://localhost:4040', '/rest': 'http://localhost:4040' },
  },
});
