import { Buffer } from 'node:buffer';

/** An entry as it is kept and sent: JSON in UTF-8. */
export function entryBytes(entry: { id: string; [field: string]: unknown }): Buffer {
  return Buffer.from(JSON.stringify(entry));
}
