import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip, type Gzip } from 'node:zlib';
import { damagedBackup } from '../manifest.ts';

/** Bytes that are unpacked at once. */
const CHUNK = 1_048_576;
/** Of the length with which a document begins. */
const LENGTH = 4;

/** Writes documents as they are in BSON, one after the other, packed by gzip: as mongodump does. */
export class DocumentWriter {
  readonly #gzip: Gzip;
  readonly #done: Promise<void>;
  #documents = 0;

  constructor(file: string) {
    this.#gzip = createGzip({ level: 1 });
    this.#done = pipeline(this.#gzip, createWriteStream(file, { mode: 0o600 }));
    // Told to whoever adds or ends.
    this.#done.catch(() => {});
  }

  async add(documents: readonly Uint8Array[]): Promise<void> {
    this.#documents += documents.length;
    if (this.#gzip.destroyed) await this.#done;
    if (!this.#gzip.write(Buffer.concat(documents)))
      await Promise.race([once(this.#gzip, 'drain'), this.#done]);
  }

  /** @returns how many there are */
  async end(): Promise<number> {
    this.#gzip.end();
    await this.#done;
    return this.#documents;
  }
}

/** The documents of such a file, some at a time. @throws {StartupError} when it breaks off */
export async function* documentsIn(file: string): AsyncGenerator<Buffer[]> {
  const packed = createReadStream(file);
  const unpacked = createGunzip({ chunkSize: CHUNK });
  packed.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of unpacked) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    const documents: Buffer[] = [];
    for (;;) {
      const length = rest.length < LENGTH ? LENGTH : rest.readInt32LE(0);
      if (rest.length < length) break;
      documents.push(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    if (documents.length > 0) yield documents;
  }
  if (rest.length > 0) throw damagedBackup(file);
}
