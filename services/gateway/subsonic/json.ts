import { Listed } from './listed.ts';

/** JSON in UTF-8. Lists that are ready go out byte for byte as they are. */
export function toJson(value: unknown): Buffer {
  const pieces: Buffer[] = [];
  write(value, pieces);
  return Buffer.concat(pieces);
}

function write(value: unknown, pieces: Buffer[]): void {
  if (value instanceof Listed) pieces.push(Buffer.from('['), ...value.pieces(), Buffer.from(']'));
  else if (!holdsListed(value)) pieces.push(Buffer.from(JSON.stringify(value)));
  else {
    let before = '{';
    for (const [name, field] of Object.entries(value)) {
      if (field === undefined) continue;
      pieces.push(Buffer.from(`${before}${JSON.stringify(name)}:`));
      write(field, pieces);
      before = ',';
    }
    pieces.push(Buffer.from('}'));
  }
}

/** Lists that are ready are fields of the answer or of objects in it, never items of another list. */
function holdsListed(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).some((field) => field instanceof Listed || holdsListed(field));
}
