import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// `node start.ts` runs every room, `node start.ts services/gateway services/media` some.
// Compiled code is kept beside the packages; where that folder cannot be written, starting takes longer, nothing else.
enableCompileCache(join(import.meta.dirname, 'node_modules/.cache/cantiga/code'));

const { main } = await import('./engine.ts');
await main(process.argv.slice(2));
