import { CantigaError } from '../../../../errors.ts';
import * as params from '../../../playback/params.ts';
import { type Format, type Row, sendRows, TYPES } from '../export.ts';
import { deliveryOf, itemsById, timeOf } from '../playback.ts';
import type { TrackResource } from '../resources.ts';
import { type Exchange, route, SENT } from '../route.ts';
import { about } from '../rules.ts';
import { between, OF_LEDGER } from './playback-ledger.ts';

/** Rows that are read at once. */
const limit = 500;

type Asking = Pick<Exchange, 'call'>;
interface Wanted {
  session?: string;
  track?: string;
  user?: string;
  everybody?: boolean;
  month?: string;
  kind?: 'track' | 'artist';
  from?: number;
  to?: number;
}
interface Export {
  columns: readonly string[];
  pages(asking: Asking, wanted: Wanted): AsyncIterable<Row[]>;
}

const EXPORTS: Record<'listens' | 'deliveries' | 'events' | 'royalties', Export> = {
  listens: {
    columns: [
      ...['at', 'session', 'listen', 'track', 'title', 'artist', 'album', 'duration', 'source', 'played'],
      ...['heard', 'ending'],
    ],
    pages: ({ call }, { user, from, to }) =>
      paged(
        (before) => call('playback.history', { limit, before, user, from, to }),
        async (items) => {
          const known = await itemsById<TrackResource>(
            { call },
            items.map(({ track }) => track),
          );
          return items.map(({ at, session, n, track, duration, source, played, heard, ending }) => {
            const { title, displayArtist: artist, album } = known.get(track) ?? {};
            return {
              ...{ at: timeOf(at), session, listen: n, track, title, artist, album, duration, source },
              ...{ played, heard, ending },
            };
          });
        },
      ),
  },
  deliveries: {
    columns: [
      ...['user', 'session', 'track', 'file', 'size', 'bytes', 'ranges', 'deliveries', 'seconds', 'ends'],
      ...['first', 'last'],
    ],
    pages: ({ call }, { session, track, user, everybody, from, to }) =>
      paged(
        (before) =>
          call('playback.ledger', { limit, before, session, track, user, everybody, from, to } as never),
        async (items) => items.map(deliveryOf),
      ),
  },
  events: {
    columns: [...['version', 'at', 'type', 'schema', 'command', 'partition', 'position', 'data', 'reply']],
    pages: ({ call }, { session, user }) =>
      paged(
        async (before) => {
          if (session === undefined)
            throw new CantigaError('MISSING_PARAMETER', "Parameter 'session' is missing: of which one?");
          const after = Number(before ?? 0);
          const { items, next } = await call('playback.events', { session, after, limit, user });
          return { items, next: next === null ? null : String(next) };
        },
        async (items) => items.map(({ v, at, ...event }) => ({ version: v, at: timeOf(at), ...event })),
      ),
  },
  royalties: {
    columns: ['id', 'title', 'artist', 'plays', 'heard'],
    pages: ({ call }, { month, kind = 'track' }) =>
      paged(
        (after) => {
          if (month === undefined)
            throw new CantigaError('MISSING_PARAMETER', "Parameter 'month' is missing, such as 2026-11.");
          return call('playback.royalties', { month, kind, limit, after });
        },
        async (items) => {
          const known = await itemsById(
            { call },
            items.map(({ id }) => id),
          );
          return items.map(({ id, plays, heard }) => ({ id, ...namesOf(known.get(id)), plays, heard }));
        },
      ),
  },
};

export const playbackExportRoutes = [
  route({
    ...{
      method: 'GET',
      path: '/playback/export',
      operation: 'exportPlayback',
      tag: 'Playback',
      access: 'listener',
    },
    summary: 'Listens, deliveries, the events of a session or the royalties of a month as a file',
    description:
      'As CSV (RFC 4180) with a line of names, or as NDJSON with an object on each line. Cells that a spreadsheet would take for a formula begin with an apostrophe.',
    query: {
      what: about(
        'What is exported; `events` need `session`, `royalties` need `month` and an administrator.',
        {
          type: 'enum',
          values: ['listens', 'deliveries', 'events', 'royalties'],
        },
      ),
      format: about('How.', { type: 'enum', values: ['ndjson', 'csv'], default: 'ndjson' }),
      ...OF_LEDGER,
      month: about('Of the royalties: such as 2026-11, in UTC.', {
        ...params.royalties.month,
        optional: true,
      }),
      kind: about('Of the royalties.', { ...params.royalties.kind, optional: true }),
    },
    answer: { status: 200, types: Object.values(TYPES) },
    errors: ['NOT_FOUND'],
    async handle(exchange) {
      const { request, response, query } = exchange;
      const { what, format, ...asked } = query as { what: keyof typeof EXPORTS; format: Format } & Wanted;
      const { columns, pages } = EXPORTS[what];
      const wanted = { ...asked, ...between(asked as object) };
      await sendRows(
        request,
        response,
        { name: `cantiga-${what}`, format, columns },
        pages(exchange, wanted),
      );
      return SENT;
    },
  }),
];

/** All pages of a list, each as rows. */
async function* paged<T>(
  read: (before: string | undefined) => Promise<{ items: T[]; next: string | null }>,
  rowsOf: (items: T[]) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  for (let before: string | undefined; ; ) {
    const { items, next } = await read(before);
    yield await rowsOf(items);
    if (next === null) return;
    before = next;
  }
}

function namesOf(
  item: Awaited<ReturnType<typeof itemsById>> extends Map<string, infer T> ? T | undefined : never,
) {
  if (item?.kind === 'track') return { title: item.title, artist: item.displayArtist };
  return item?.kind === 'artist' ? { artist: item.name } : {};
}
