import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// Sends the same bytes to everybody: the least that answering takes on this machine, and how much that varies.
// node test/bench/bare-server.ts BYTES, prints its port and ends with its standard input

const start = '{"subsonic-response":{"status":"ok","pad":"';
const body = Buffer.from(start.padEnd(Number(process.argv[2]) - 3, 'x').concat('"}}'));
const server = createServer((_request, response) => response.end(body));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log((server.address() as AddressInfo).port);
process.stdin.resume().once('end', () => process.exit());
