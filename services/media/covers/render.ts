import type { Sharp, SharpOptions } from 'sharp';
import { LARGEST } from './sizes.ts';

/** More pixels than any cover has; a small file can claim billions. */
const MAX_PIXELS = 64_000_000;
/** Pictures up to so many bytes are sent as they are when no size is asked for. */
const MAX_ORIGINAL = 4 * 1_048_576;
const INPUT: SharpOptions = { limitInputPixels: MAX_PIXELS, failOn: 'none', sequentialRead: true };
const QUALITY = 85;

/** Loaded at the first picture: it brings 30 MB along. */
async function load() {
  const { default: sharp } = await import('sharp');
  // libuv's few threads read audio files too.
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
}

/**
 * A picture no larger than `size` pixels either way, never enlarged: PNG when it has transparent parts, else JPEG.
 * Without a size the original, unless it is huge or of a kind that clients may not know.
 * @throws when it is no picture that can be read
 */
export async function resize(picture: Buffer, size: number | undefined): Promise<Buffer> {
  const kind = kindOf(picture);
  if (kind === undefined) throw new Error('This is no picture.');
  const sharp = await load();
  const image = sharp(picture, INPUT);
  const { width, height, hasAlpha } = await image.metadata();
  const small = Math.max(width, height) <= LARGEST && picture.length <= MAX_ORIGINAL;
  if (size === undefined && small && kind !== 'image/tiff') {
    // Decoded once, so that what cannot be shown is found out here and not by every client.
    await image.clone().resize(8, 8).raw().toBuffer();
    return picture;
  }
  const edge = size ?? LARGEST;
  return encode(image.autoOrient().resize(edge, edge, { fit: 'inside', withoutEnlargement: true }), hasAlpha);
}

/** Four pictures in a square, in reading order. */
export async function grid(pictures: readonly Buffer[], size: number): Promise<Buffer> {
  const sharp = await load();
  const edge = Math.ceil(size / 2);
  const cells: { input: Buffer; left: number; top: number }[] = [];
  for (const [index, picture] of pictures.entries()) {
    const image = sharp(picture, INPUT).autoOrient().resize(edge, edge, { fit: 'cover' });
    const input = await image.flatten().png({ compressionLevel: 0 }).toBuffer();
    cells.push({ input, left: (index % 2) * edge, top: Math.floor(index / 2) * edge });
  }
  const square = { width: 2 * edge, height: 2 * edge, channels: 3, background: '#000' } as const;
  return encode(sharp({ create: square }).composite(cells), false);
}

/** A drawing of ours as a picture. */
export async function rasterize(svg: string, kind: 'jpeg' | 'png'): Promise<Buffer> {
  const sharp = await load();
  return encode(sharp(Buffer.from(svg)), kind === 'png');
}

/**
 * What kind of picture it is, by its first bytes: tags often say something else, and what they say would be served.
 * @returns undefined for all that is not let in: drawings (SVG, PDF) can name other files, and nobody embeds them
 */
export function kindOf(picture: Buffer): string | undefined {
  const head = picture.toString('latin1', 0, 12);
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('\x89PNG')) return 'image/png';
  if (head.startsWith('GIF8')) return 'image/gif';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'image/webp';
  if (/^(II\*\0|MM\0\*)/.test(head)) return 'image/tiff';
  return undefined;
}

function encode(image: Sharp, transparent: boolean): Promise<Buffer> {
  return (
    transparent ? image.png() : image.flatten().toColourspace('srgb').jpeg({ quality: QUALITY })
  ).toBuffer();
}
