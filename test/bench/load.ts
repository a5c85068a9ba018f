import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
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
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  let sent = 0;
  let bytes = 0;
  const latencies: number[] = [];
  const cpu: number[] = [];
  const used = () => (pid === undefined ? 0 : mainThreadOf(pid).cpu);
  const client = async (upTo: number) => {
    while (sent < upTo) {
      const path = paths[sent++ % paths.length]!;
      const usedBefore = used();
      const started = performance.now();
      const length = await ask(agent, origin + path, headers);
      bytes += length;
      latencies.push(performance.now() - started);
      cpu.push(used() - usedBefore);
    }
  };
  const all = (upTo: number) => Promise.all(Array.from({ length: clients }, () => client(upTo)));
  await all(Math.ceil(requests / 10));
  sent = 0;
  bytes = 0;
  latencies.length = 0;
  cpu.length = 0;
  const started = performance.now();
  await all(requests);
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return { latencies, cpu, seconds, bytes };
}

/** How answers begin that are no failures: the envelope of Subsonic, and a list of the REST API. */
const GOOD = /"status":"ok"|^\{"items":\[/;

/** Length of the answer. Whether it is a good one is in its first bytes. */
function ask(agent: Agent, url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      let length = 0;
      let start = '';
      response.on('data', (chunk: Buffer) => {
        if (length === 0) start = chunk.toString('latin1', 0, 200);
        length += chunk.length;
      });
      response.on('end', () => {
        if (response.statusCode === 200 && GOOD.test(start)) resolve(length);
        else reject(new Error(`${url} answers ${response.statusCode}: ${start}`));
      });
      response.on('error', reject);
    }).on('error', reject);
  });
}

if (import.meta.main) {
  process.once('message', async (load: Load) => {
    const result = await clients(load);
    process.send?.(result, () => process.disconnect());
  });
}
