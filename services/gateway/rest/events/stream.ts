import type { Response } from '../../http.ts';
import type { QueuePlace } from '../playback-resources.ts';
import type { EventHub } from './hub.ts';
import type { QueueWatch } from './queues.ts';
import { news, type Seen, type State } from './state.ts';

/** Milliseconds between two signs of life, for proxies that end what is silent. */
const ALIVE = 15_000;
/** Milliseconds after which a browser comes back when the stream has ended. */
const RETRY = 2000;
/** Bytes that a client may leave unread. */
const MOST_UNREAD = 64 * 1024;

interface Listener {
  user: string;
  seen: Seen;
  /** ms since 1970 */
  ends: number;
  /** Reads where their queue is. */
  look: () => Promise<QueuePlace>;
}

/**
 * Sends events until the client leaves, stops reading, or `ends` (ms since 1970).
 * @throws {CantigaError} THROTTLED
 */
export function stream(
  { hub, queues }: { hub: EventHub; queues: QueueWatch },
  response: Response,
  { user, seen, ends, look }: Listener,
): void {
  let told = seen;
  const send = (text: string) => {
    if (response.writableLength > MOST_UNREAD) response.destroy();
    else if (text !== '') response.write(text);
  };
  const tell = (state: Partial<State>) => {
    const { text, seen: now } = news(told, state);
    told = now;
    send(text);
  };
  const stop = hub.listen({ user, tell });
  const leave = queues.listen({ user, look, tell: (queue) => tell({ queue }) });
  const alive = setInterval(() => send(':\n\n'), ALIVE).unref();
  const end = setTimeout(() => response.end(), ends - Date.now()).unref();
  response.on('close', () => {
    stop();
    leave();
    clearInterval(alive);
    clearTimeout(end);
  });
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    // Asks nginx not to wait for more.
    'X-Accel-Buffering': 'no',
  });
  send(`retry: ${RETRY}\n\n`);
}
