import { chmodSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { Transporters } from 'moleculer';
import { StartupError } from '../errors.ts';
import { frame, type Message, Unframer } from './frames.ts';

/**
 * Joins processes of one user on one machine over a Unix socket in the data folder: the engine listens, the REPL and
 * the command line tools connect. It is what `npm run repl` needs when there is no NATS; who may open the socket may
 * read the secret beside it anyway.
 */
export class LocalBus extends Transporters.Base {
  declare connected: boolean;
  readonly #path: string;
  readonly #role: 'engine' | 'guest';
  readonly #topics = new Map<string, string>();
  /** Topics that each connected process wants. */
  readonly #peers = new Map<Socket, Set<string>>();
  #server: Server | undefined;
  #engine: Socket | undefined;
  /** Settles when an engine has told everybody of itself. */
  #introduced: Promise<void> = Promise.resolve();

  constructor(options: { path: string; role: 'engine' | 'guest' }) {
    super(options);
    this.#path = options.path;
    this.#role = options.role;
  }

  /**
   * Listens or joins. Before the broker starts, as a broker would retry in silence what it cannot connect.
   * @throws {StartupError} when another engine runs on this data folder
   */
  open(): Promise<void> {
    return this.#role === 'engine' ? this.#listen() : this.#join();
  }

  /**
   * A broker waits half a second for other nodes to tell of themselves before its services start. An engine need not: it
   * is the first here, and who joins will be told.
   */
  override init(...args: Parameters<Transporters.Base['init']>): void {
    super.init(...args);
    if (this.#role === 'guest') return;
    const [transit] = args;
    const connect = transit.connect.bind(transit);
    transit.connect = async () => {
      this.#introduced = connect().then(() => transit.discoverer.sendLocalNodeInfo());
    };
  }

  override async connect(): Promise<void> {
    await this.onConnected(false);
  }

  override async disconnect(): Promise<void> {
    await this.#introduced;
    this.connected = false;
    this.#engine?.end();
    for (const peer of this.#peers.keys()) peer.end();
    if (this.#server === undefined) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    for (const peer of this.#peers.keys()) peer.destroySoon();
    await promise;
  }

  override async subscribe(command: string, nodeID?: string): Promise<void> {
    const topic = this.getTopicName(command, nodeID as string);
    this.#topics.set(topic, command);
    this.#engine?.write(frame({ kind: 'subscribe', topic }));
  }

  override async send(topic: string, data: Buffer): Promise<void> {
    const message: Message = { kind: 'publish', topic, data };
    if (this.#role === 'guest') this.#engine?.write(frame(message));
    else this.#spread(message, undefined);
  }

  // Without a balancer of its own, a bus sends requests and events as they are.
  override async subscribeBalancedRequest(): Promise<void> {}
  override async subscribeBalancedEvent(): Promise<void> {}

  async #listen(): Promise<void> {
    if (await answers(this.#path)) {
      throw new StartupError(
        `Another Cantiga engine runs on this data folder (it answers at ${this.#path}). Stop that one first, set ` +
          'CANTIGA_DATA to another folder, or set CANTIGA_NATS_URL to run one engine as several processes.',
      );
    }
    // A socket at which nobody answers was left by an engine that was killed.
    rmSync(this.#path, { force: true });
    const server = createServer((peer) => this.#welcome(peer));
    this.#server = server;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once('error', reject);
    server.listen(this.#path, resolve);
    await promise;
    chmodSync(this.#path, 0o600);
    server.unref();
  }

  #welcome(peer: Socket): void {
    const topics = new Set<string>();
    this.#peers.set(peer, topics);
    this.#read(peer, (message) => {
      if (message.kind === 'subscribe') topics.add(message.topic);
      else this.#spread(message, peer);
    });
    peer.on('close', () => this.#peers.delete(peer));
  }

  async #join(): Promise<void> {
    const socket = createConnection(this.#path);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.once('connect', resolve).once('error', reject);
    await promise;
    this.#engine = socket;
    this.#read(socket, (message) => this.#deliver(message));
    socket.on('close', () => {
      this.connected = false;
    });
  }

  /** To every process that wants it, this one included, but not back to where it came from. */
  #spread(message: Message, from: Socket | undefined): void {
    const bytes = frame(message);
    for (const [peer, topics] of this.#peers) {
      if (peer !== from && topics.has(message.topic)) peer.write(bytes);
    }
    this.#deliver(message);
  }

  #deliver(message: Message): void {
    const command = this.#topics.get(message.topic);
    if (message.kind === 'publish' && command !== undefined) this.receive(command, message.data);
  }

  #read(socket: Socket, take: (message: Message) => void): void {
    const unframer = new Unframer();
    socket.on('data', (chunk) => {
      try {
        for (const message of unframer.push(chunk as Buffer)) take(message);
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
    socket.on('error', (error) => this.logger.debug('A process left the local bus.', error));
  }
}

/** Whether an engine listens there. */
export function answers(path: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = createConnection(path);
  probe.once('connect', () => resolve(true)).once('error', () => resolve(false));
  return promise.finally(() => probe.destroy());
}
