import id3 from 'node-id3';

/** Bytes that stand for sound; the same for the same seed. */
export function noise(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    bytes[at] = state >> 16;
  }
  return bytes;
}

/** A DSF file (stereo DSD64) with an ID3v2 tag at its end. */
export function dsfFile(title: string, seed = 1): Buffer {
  const audio = noise(4096 * 4, seed);
  const tag = id3.create({ title, artist: 'Somebody' });
  const format = Buffer.alloc(52);
  format.write('fmt ', 0, 'latin1');
  format.writeBigUInt64LE(52n, 4);
  for (const [at, value] of [
    [12, 1],
    [16, 0],
    [20, 2],
    [24, 2],
    [28, 2_822_400],
    [32, 1],
  ] as const) {
    format.writeUInt32LE(value, at);
  }
  format.writeBigUInt64LE(BigInt(audio.length * 4), 36);
  format.writeUInt32LE(4096, 44);
  const data = Buffer.alloc(12);
  data.write('data', 0, 'latin1');
  data.writeBigUInt64LE(BigInt(12 + audio.length), 4);
  const head = Buffer.alloc(28);
  head.write('DSD ', 0, 'latin1');
  head.writeBigUInt64LE(28n, 4);
  const untagged = 28 + 52 + 12 + audio.length;
  head.writeBigUInt64LE(BigInt(untagged + tag.length), 12);
  head.writeBigUInt64LE(BigInt(untagged), 20);
  return Buffer.concat([head, format, data, audio, tag]);
}

/** A Monkey's Audio file (version 3.99, mono, 44.1 kHz) with an APEv2 tag at its end. */
export function apeFile(title: string, seed = 1): Buffer {
  const descriptor = Buffer.alloc(52);
  descriptor.write('MAC ', 0, 'latin1');
  descriptor.writeUInt16LE(3990, 4);
  descriptor.writeUInt32LE(52, 8);
  descriptor.writeUInt32LE(24, 12);
  descriptor.writeUInt32LE(30_000, 24);
  const header = Buffer.alloc(24);
  header.writeUInt16LE(2000, 0);
  header.writeUInt32LE(73_728, 4);
  header.writeUInt32LE(44_100, 8);
  header.writeUInt32LE(1, 12);
  header.writeUInt16LE(16, 16);
  header.writeUInt16LE(1, 18);
  header.writeUInt32LE(44_100, 20);
  return Buffer.concat([
    descriptor,
    header,
    noise(30_000, seed),
    apeTag({ Title: title, Artist: 'Somebody' }),
  ]);
}

/** An APEv2 tag of text items, with header and footer. */
export function apeTag(items: Record<string, string>): Buffer {
  const body = Buffer.concat(
    Object.entries(items).map(([key, value]) => {
      const text = Buffer.from(value);
      const size = Buffer.alloc(8);
      size.writeUInt32LE(text.length, 0);
      return Buffer.concat([size, Buffer.from(`${key}\0`, 'latin1'), text]);
    }),
  );
  const frame = (flags: number) => {
    const bytes = Buffer.alloc(32);
    bytes.write('APETAGEX', 0, 'latin1');
    bytes.writeUInt32LE(2000, 8);
    bytes.writeUInt32LE(body.length + 32, 12);
    bytes.writeUInt32LE(Object.keys(items).length, 16);
    bytes.writeUInt32LE(flags, 20);
    return bytes;
  };
  return Buffer.concat([frame(0xa0000000), body, frame(0x80000000)]);
}
