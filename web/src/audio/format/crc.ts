/** CRC-8 of FLAC frame headers: polynomial x⁸+x²+x+1, start 0 (RFC 9639, 9.1.8). */
export function crc8(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let at = from; at < to; at++) crc = CRC8[crc ^ bytes[at]!]!;
  return crc;
}

/**
 * CRC-16 of FLAC frames: polynomial x¹⁶+x¹⁵+x²+1, start 0 (RFC 9639, 9.3). Over a frame and its own checksum it is 0.
 * @param sum of the bytes before
 */
export function crc16(bytes: Uint8Array, from: number, to: number, sum = 0): number {
  let crc = sum;
  for (let at = from; at < to; at++) crc = ((crc << 8) & 0xffff) ^ CRC16[(crc >> 8) ^ bytes[at]!]!;
  return crc;
}

const CRC8 = table(8, 0x07);
const CRC16 = table(16, 0x8005);

function table(bits: 8 | 16, polynomial: number): Uint16Array {
  const top = 1 << (bits - 1);
  const mask = (1 << bits) - 1;
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << (bits - 8);
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & top ? polynomial : 0)) & mask;
    return crc;
  });
}
