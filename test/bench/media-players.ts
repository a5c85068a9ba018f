import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

// `node media-players.ts COUNT SECONDS URL FIRST_SIZE ID…`: players that listen at 320 kbit/s, each from a place of its own. `{id}` in the
// URL stands for the track. A player reads ahead up to 5 s of music, starts to play after 2 s, and has stalled when it has none left.
// Prints a line of figures (JSON).

const RATE = 40_000;
const AHEAD = 5 * RATE;
const START = 2 * RATE;
const TICKS = 10;

const [count, seconds, template, size] = process.argv.slice(2, 6) as [string, string, string, string];
const ids = process.argv.slice(6);

class Player {
  stalls = 0;
  bytes = 0;
  refused = 0;
  #buffered = 0;
  #playing = false;
  #stalled = false;
  #played = performance.now();
  #headersPending = true;
  #socket: Socket | undefined;
  readonly #number: number;

  constructor(number: number) {
    this.#number = number;
  }

  listen(first: number): void {
    const id = ids[this.#number % ids.length]!;
    const url = new URL(template.replaceAll('{id}', id));
    const socket = connect(Number(url.port), url.hostname);
    this.#socket = socket;
    this.#headersPending = true;
    socket.on('error', () => this.refused++);
    socket.on('close', () => setImmediate(() => this.#socket === socket && this.listen(0)));
    socket.on('data', (chunk) => this.#read(chunk));
    socket.write(
      `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nRange: bytes=${first}-\r\nConnection: close\r\n\r\n`,
    );
  }

  stop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
  }

  /** Plays on, and reads when there is room. */
  tick(): void {
    const now = performance.now();
    if (this.#playing) this.#buffered -= ((now - this.#played) / 1000) * RATE;
    this.#played = now;
    if (this.#playing && this.#buffered < 0) {
      this.#buffered = 0;
      this.#playing = false;
      this.#stalled = true;
      this.stalls++;
    }
    if (this.#buffered < AHEAD) this.#socket?.resume();
  }

  get hasStalled(): boolean {
    return this.#stalled;
  }

  #read(chunk: Buffer): void {
    if (this.#headersPending) {
      this.#headersPending = false;
      if (!/^HTTP\/1\.1 20[06]/.test(chunk.toString('latin1', 0, 12))) this.refused++;
    }
    this.bytes += chunk.length;
    this.#buffered += chunk.length;
    if (this.#buffered >= START) this.#playing = true;
    if (this.#buffered >= AHEAD) this.#socket?.pause();
  }
}

const players = Array.from({ length: Number(count) }, (_, number) => new Player(number));
const random = (number: number) => Math.abs(Math.sin(number + 1) * 10_000) % 1;
for (const [number, player] of players.entries()) {
  player.listen(Math.floor(random(number) * Number(size) * 0.5));
  // Nobody's two thousand listeners press play in the same second.
  if (number % 20 === 19) await delay(20);
}
const ends = performance.now() + Number(seconds) * 1000;
for (let tick = 0; performance.now() < ends; tick++) {
  for (let index = tick % TICKS; index < players.length; index += TICKS) players[index]!.tick();
  await delay(1000 / TICKS / 2);
}
const total = (figure: (player: Player) => number) =>
  players.reduce((sum, player) => sum + figure(player), 0);
console.log(
  JSON.stringify({
    players: players.length,
    stalls: total((player) => player.stalls),
    stalledPlayers: players.filter((player) => player.hasStalled).length,
    silentPlayers: players.filter((player) => player.bytes === 0).length,
    refused: total((player) => player.refused),
    megabytes: Math.round(total((player) => player.bytes) / 1e6),
  }),
);
for (const player of players) player.stop();
