/** What processes say to each other on the local bus. */
export type Message = { kind: 'subscribe'; topic: string } | { kind: 'publish'; topic: string; data: Buffer };

const HEADER = 7;
const LARGEST = 64 * 1024 * 1024;

/** A frame: length of the rest (4 bytes), kind (1), length of the topic (2), topic, data. Big endian. */
export function frame(message: Message): Buffer {
  const topic = Buffer.from(message.topic);
  const data = message.kind === 'publish' ? message.data : Buffer.alloc(0);
  const header = Buffer.alloc(HEADER);
  header.writeUInt32BE(HEADER - 4 + topic.length + data.length, 0);
  header.writeUInt8(message.kind === 'publish' ? 1 : 0, 4);
  header.writeUInt16BE(topic.length, 5);
  return Buffer.concat([header, topic, data]);
}

/** Puts frames together again from chunks as they arrive. */
export class Unframer {
  #rest: Buffer = Buffer.alloc(0);

  /** @throws {RangeError} for a frame that no peer of ours would send */
  push(chunk: Buffer): Message[] {
    let rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const messages: Message[] = [];
    while (rest.length >= HEADER) {
      const end = 4 + rest.readUInt32BE(0);
      if (end > LARGEST || end < HEADER) throw new RangeError('A frame on the local bus is too long');
      if (rest.length < end) break;
      const dataStart = HEADER + rest.readUInt16BE(5);
      const topic = rest.toString('utf8', HEADER, dataStart);
      if (rest.readUInt8(4) === 1)
        messages.push({ kind: 'publish', topic, data: rest.subarray(dataStart, end) });
      else messages.push({ kind: 'subscribe', topic });
      rest = rest.subarray(end);
    }
    this.#rest = rest;
    return messages;
  }
}
