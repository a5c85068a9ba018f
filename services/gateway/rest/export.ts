import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import { attachmentNamed } from '../../media/headers.ts';
import type { Request, Response } from '../http.ts';

export type Format = 'ndjson' | 'csv';
export const TYPES: Record<Format, string> = { ndjson: 'application/x-ndjson', csv: 'text/csv' };

/** What goes into one line. What is no text or number, such as a list, is JSON in a cell of a table. */
export type Row = object;

/**
 * Sends rows as they come, page by page, as a file to be kept. Cells that a spreadsheet would take for a formula begin
 * with an apostrophe.
 * @param columns of a table, in their order
 */
export async function sendRows(
  request: Request,
  response: Response,
  { name, format, columns }: { name: string; format: Format; columns: readonly string[] },
  pages: AsyncIterable<readonly Row[]>,
): Promise<void> {
  const rows = pages[Symbol.asyncIterator]();
  // Whatever is wrong with what was asked for is said before anything is sent.
  const first = await rows.next();
  response.writeHead(200, {
    'Content-Type': `${TYPES[format]}; charset=utf-8`,
    'Content-Disposition': attachmentNamed(name, format),
    'Cache-Control': 'no-store',
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const lines = async function* () {
    if (format === 'csv') yield stringify([columns], { record_delimiter: 'windows' });
    for (let page = first; !page.done; page = await rows.next()) yield textOf(page.value, format, columns);
  };
  // Whoever leaves in the middle ends it.
  await pipeline(Readable.from(lines()), response).catch(() => response.destroy());
}

function textOf(rows: readonly Row[], format: Format, columns: readonly string[]): string {
  if (format === 'ndjson') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  return stringify([...rows], {
    columns: [...columns],
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { boolean: String },
  });
}
