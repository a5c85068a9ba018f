import { join } from 'node:path';
import { argv } from 'node:process';
import { build } from 'vite';

// Run in a process of its own, as the bundler's native code does not know the objects of jest's realm.
// node bundle.ts OUTPUT-FOLDER

await build({
  configFile: false,
  logLevel: 'error',
  root: import.meta.dirname,
  base: './',
  build: {
    outDir: argv[2]!,
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: join(import.meta.dirname, 'entry.ts'),
      output: { entryFileNames: 'entry.js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
