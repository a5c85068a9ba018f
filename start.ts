import { main } from './engine.ts';

// `npm start` runs every room, `npm run node -- services/gateway services/media` some. What package.json sets for both
// keeps memory small: compiled code is kept, so that no thread has to load the compiler again, one arena serves all
// threads, and short-lived objects go sooner.
await main(process.argv.slice(2));
