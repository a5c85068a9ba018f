import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Listener, listen } from '../support/listener.ts';
import { random } from './library-plan.ts';

/** Bytes of a frame of MPEG-1 layer III at 320 kbit/s and 44.1 kHz without padding, 26 ms. */
const FRAME = 1044;
const HEADER = [0xff, 0xfb, 0xe0, 0x64];

/** An engine that has scanned some long tracks. */
export interface LongTracks {
  engine: Engine;
  listener: Listener;
  folder: string;
  /** By the name of the file without its ending. */
  id(name: string): string;
  /** Path and query that stream a track. */
  stream(name: string): string;
  stop(): Promise<void>;
}

/** Makes files of about these sizes (in bytes, by name) and starts an engine on them. */
export async function startWithTracks(
  sizes: ReadonlyMap<string, number>,
  env: Record<string, string> = {},
): Promise<LongTracks> {
  const folder = await mkdtemp(join(tmpdir(), 'cantiga-long-tracks-'));
  for (const [index, [name, size]] of [...sizes].entries()) {
    await writeFile(join(folder, `${name}.mp3`), silence(size, index));
  }
  const engine = await startEngine({ music: [folder], env: { CANTIGA_LOG_LEVEL: 'warn', ...env } });
  const stop = async () => {
    await engine.stop();
    await rm(folder, { recursive: true });
  };
  try {
    const listener = await listen(engine);
    await listener.scanned(sizes.size);
    const { searchResult3 } = await listener.call<{
      searchResult3: { song: { id: string; title: string }[] };
    }>('search3', { query: '', artistCount: 0, albumCount: 0, songCount: sizes.size });
    const ids = new Map(searchResult3.song.map(({ id, title }) => [title, id]));
    const id = (name: string) => ids.get(name)!;
    return {
      engine,
      listener,
      folder,
      id,
      stream: (name) => listener.path('stream', { id: id(name) }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Frames that decode to silence; what a decoder skips tells tracks apart. */
function silence(size: number, seed: number): Buffer {
  const next = random(seed + 1);
  const frame = Buffer.alloc(FRAME);
  frame.set(HEADER);
  // Below 0x80, so that nothing in it looks like the start of a frame.
  for (let at = 36; at < FRAME; at++) frame[at] = next() * 0x80;
  return Buffer.alloc(Math.floor(size / FRAME) * FRAME, frame);
}
