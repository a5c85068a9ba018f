import { once } from 'node:events';
import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
  /** Whether the body ended as announced. */
  complete: boolean;
}

/** One HTTP request on a connection of its own, read to the end. */
export async function fetchBytes(
  url: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  const options: RequestOptions = { method, headers, agent: false };
  const sent = request(url, options).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('error', () => {});
  await once(response, 'close');
  return {
    status: response.statusCode!,
    headers: response.headers,
    body: Buffer.concat(chunks),
    complete: response.complete,
  };
}

/** A client that asks for `path` and then reads nothing. */
export async function silentClient(url: string, path: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.pause();
  socket.write(`GET ${path} HTTP/1.1\r\nHost: room\r\n\r\n`);
  return socket;
}
