import type { RequestListener, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { StartupError } from '../../errors.ts';

// `import` reads every export of a module, and that of WebSocket loads an HTTP client: 40 ms and 8 MB.
const { createServer } = process.getBuiltinModule('node:http');

/** Milliseconds. A client that sends its headers or body slower than this holds a socket for nothing. */
const HEADERS_TIMEOUT = 15_000;
const REQUEST_TIMEOUT = 60_000;
const KEEP_ALIVE_TIMEOUT = 65_000;
/** Bytes of request line and headers. Clients send playlists of hundreds of songs in the URL. */
const LARGEST_HEAD = 64 * 1024;
const MOST_HEADERS = 100;

/** The HTTP server of a gateway, with the limits that keep slow and malformed clients from costing anything. */
export function createHttpServer(listener: RequestListener): Server {
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
      connectionsCheckingInterval: 5000,
      maxHeaderSize: LARGEST_HEAD,
      noDelay: true,
    },
    listener,
  );
  server.maxHeadersCount = MOST_HEADERS;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuse(error.code, socket as Socket));
  return server;
}

/** What could not even be parsed is answered in the simplest form that HTTP has. */
function refuse(code: string | undefined, socket: Socket): void {
  if (!socket.writable || code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status =
    {
      HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
      ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
    }[code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/**
 * Listens; the port that it got.
 * @throws {StartupError} when the address cannot be had, naming the setting
 */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host, port, backlog: 4096 }, resolve);
  try {
    await promise;
  } catch (error) {
    throw new StartupError(explain(error as NodeJS.ErrnoException, host, port));
  }
  server.removeListener('error', reject);
  return (server.address() as AddressInfo).port;
}

function explain({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program. Stop it, or set CANTIGA_PORT to another port.`;
    case 'EACCES':
      return `Port ${port} needs more rights than this user has. Set CANTIGA_PORT to one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}. Set CANTIGA_HOST to one of its own, or to 0.0.0.0 for all.`;
    default:
      return `Listening on ${host}:${port} failed: ${message}`;
  }
}

/** Ends the server and every connection, streams included. */
export async function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  await promise;
}
