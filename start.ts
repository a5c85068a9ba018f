import { main } from './engine.ts';
import { buildInBackground } from './web/build/in-background.ts';

// `npm start` runs every room, `npm run node -- services/gateway services/media` some. What package.json sets for both
// keeps memory small: compiled code is kept, so that no thread has to load the compiler again, one arena serves all
// threads, and short-lived objects go sooner.
const rooms = process.argv.slice(2);
if (rooms.length === 0 || rooms.some((room) => /\bgateway\b/.test(room))) buildInBackground();
await main(rooms);
