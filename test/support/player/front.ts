import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { securityHeaders } from '../../../services/gateway/security-headers.ts';

/** What stands before an engine as a reverse proxy does, with some answers of its own. */
export interface Front {
  url: string;
  /** Answers to paths, instead of the engine's. */
  answers: Map<string, { type: string; body: string }>;
  /** The Range header of each request whose path contains that, in order. */
  rangesOf(path: string): string[];
  /** May answer a request itself. @returns whether it did */
  intercept: ((url: string, response: ServerResponse) => boolean) | undefined;
  stop(): Promise<void>;
}

/** @param engineUrl where the engine is */
export async function startFront(engineUrl: () => string): Promise<Front> {
  const seen: { url: string; range: string }[] = [];
  const server = createServer((incoming, response) => {
    const { url = '/', method, headers } = incoming;
    seen.push({ url, range: headers.range ?? '' });
    if (front.intercept?.(url, response)) return;
    const answer = front.answers.get(url);
    if (answer) {
      // As of the engine's own pages.
      securityHeaders(incoming, response, () => {});
      response.writeHead(200, { 'content-type': answer.type });
      response.end(answer.body);
      return;
    }
    const outgoing = request(engineUrl() + url, { method, headers });
    outgoing.on('response', (from) => {
      response.writeHead(from.statusCode!, from.headers);
      from.pipe(response);
      from.on('error', () => response.destroy());
    });
    outgoing.on('error', () => response.destroy());
    response.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const front: Front = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers: new Map(),
    rangesOf: (path) => seen.filter(({ url }) => url.includes(path)).map(({ range }) => range),
    intercept: undefined,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return front;
}
