import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { mainThreadOf } from './processes.ts';

/** What clients ask for, over and over until `requests` have been answered. */
export interface Load {
  origin: string;
  paths: string[];
  /** Of each request. */
  headers?: Record<string, string>;
  clients: number;
  requests: number;
  /** Of the server. Its use of the processor is measured for each request, if there is one client only. */
  pid?: number;
}

export interface LoadResult {
  /** Of each request from sending to its last byte, in ms. */
  latencies: number[];
  /** Of each request: ms of processor time of the server's main thread. */
  cpu: number[];
  seconds: number;
  bytes: number;
}

/**
 * Sends the load from a process of its own, so that neither this one nor the engine shares a thread with it. Bodies are
 * read to the end and not parsed. A tenth as many requests warm up before.
 * @throws for any answer that is not a successful one
 */
export async function run(load: Load): Promise<LoadResult> {
  const child = fork(import.meta.filename, { serialization: 'advanced' });
  child.send(load);
  const [message] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
  if (typeof message !== 'object' || message === null)
    throw new Error('The process of the clients broke down.');
  return message as LoadResult;
}

async function clients({ origin, paths, headers = {}, clients, requests, pid }: Load): Promise<LoadResult> {
  const connections = await Promise.all(
    Array.from({ length: clients }, () => Connection.to(origin, headers)),
  );
  let sent = 0;
  let bytes = 0;
  const latencies: number[] = [];
  const cpu: number[] = [];
  const used = () => (pid === undefined ? 0 : mainThreadOf(pid).cpu);
  const client = async (connection: Connection, upTo: number) => {
    while (sent < upTo) {
      const path = paths[sent++ % paths.length]!;
      const usedBefore = used();
      const started = performance.now();
      const length = await connection.get(path);
      bytes += length;
      latencies.push(performance.now() - started);
      cpu.push(used() - usedBefore);
    }
  };
  const all = (upTo: number) => Promise.all(connections.map((connection) => client(connection, upTo)));
  await all(Math.ceil(requests / 10));
  sent = 0;
  bytes = 0;
  latencies.length = 0;
  cpu.length = 0;
  const started = performance.now();
  await all(requests);
  const seconds = (performance.now() - started) / 1000;
  for (const connection of connections) connection.close();
  return { latencies, cpu, seconds, bytes };
}

/** One answer is read into this after another: clients that make garbage would measure their own collector too. */
const RECEIVED = Buffer.alloc(256 * 1024);
/** Characters in which the head of an answer ends, and its body tells failure from success. */
const START = 2000;

/** How answers begin that are no failures: the envelope of Subsonic, and a list of the REST API. */
const GOOD = /"status":"ok"|\r\n\r\n\{"items":\[/;

/** A connection that is kept for one request after another. */
class Connection {
  readonly #origin: string;
  /** All of a request but its first line. */
  readonly #head: string;
  readonly #socket: Socket;
  #path = '';
  #started = false;
  #length = 0;
  /** Bytes still to come. */
  #left = 0;
  #answer = Promise.withResolvers<number>();

  private constructor(origin: string, headers: Record<string, string>) {
    const { host, hostname, port } = new URL(origin);
    this.#origin = origin;
    const fields = Object.entries({ Host: host, ...headers });
    this.#head = `${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
    const callback = (bytes: number) => this.#receive(bytes);
    this.#socket = connect({ host: hostname, port: Number(port), onread: { buffer: RECEIVED, callback } });
    this.#socket.on('error', (error) => this.#answer.reject(error));
    this.#socket.on('close', () => this.#answer.reject(new Error(`${origin} has closed the connection.`)));
    this.#answer.promise.catch(() => {});
  }

  static async to(origin: string, headers: Record<string, string>): Promise<Connection> {
    const connection = new Connection(origin, headers);
    await once(connection.#socket, 'connect');
    return connection;
  }

  /** @returns bytes of the body */
  get(path: string): Promise<number> {
    this.#path = path;
    this.#started = false;
    this.#answer = Promise.withResolvers();
    this.#socket.write(`GET ${path} HTTP/1.1\r\n${this.#head}`);
    return this.#answer.promise;
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(bytes: number): boolean {
    if (!this.#started) this.#left = this.#start(RECEIVED.toString('latin1', 0, Math.min(bytes, START)));
    this.#left -= bytes;
    if (this.#left === 0) this.#answer.resolve(this.#length);
    return true;
  }

  /** Bytes of the whole answer, from how it starts. */
  #start(start: string): number {
    this.#started = true;
    const head = start.indexOf('\r\n\r\n') + 4;
    const length = /^content-length: *(\d+)/im.exec(start)?.[1];
    if (!start.startsWith('HTTP/1.1 200 ') || !GOOD.test(start) || length === undefined)
      this.#answer.reject(new Error(`${this.#origin}${this.#path} answers: ${start}`));
    this.#length = Number(length);
    return head + this.#length;
  }
}

if (import.meta.main) {
  process.once('message', async (load: Load) => {
    const result = await clients(load);
    process.send?.(result, () => process.disconnect());
  });
}
