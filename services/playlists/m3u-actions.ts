import type { Context } from 'moleculer';
import { CantigaError } from '../../errors.ts';
import { principalOf } from '../../mixins/caller.ts';
import type { ActionName, Actions } from '../actions.ts';
import { decodeText } from './m3u/decode.ts';
import { findEntries, writePiece } from './m3u/exchange.ts';
import { parseM3u } from './m3u/parse.ts';
import * as params from './params.ts';
import type { PlaylistsActions, PlaylistsService } from './service.ts';

type Call<N extends ActionName> = Context<Actions[N]['params']>;

/** Playlists from and for other programs. */
export const m3uActions: PlaylistsActions = {
  exportM3u: {
    permissions: ['listener'],
    timeout: 30_000,
    params: params.exported,
    async handler(this: PlaylistsService, ctx: Call<'playlists.exportM3u'>) {
      const { id, from = 0, rev } = ctx.params;
      const playlist = await this.playlists.get(principalOf(ctx), id);
      if (rev !== undefined && rev !== playlist.rev) {
        throw new CantigaError('CONFLICT', `The playlist ${id} has changed since it was read.`);
      }
      return { name: playlist.name, rev: playlist.rev, ...(await writePiece(ctx, playlist, from)) };
    },
  },
  importM3u: {
    permissions: ['listener'],
    timeout: 60_000,
    params: params.imported,
    async handler(this: PlaylistsService, ctx: Call<'playlists.importM3u'>) {
      const { text, encoding } = decodeText(ctx.params.file, ctx.params.encoding);
      const { name: named, entries } = parseM3u(text);
      const name = ctx.params.name ?? named;
      if (name === undefined) {
        throw new CantigaError('MISSING_PARAMETER', "Parameter 'name' is missing, and the file has none.");
      }
      const { found, ...lost } = await findEntries(ctx, entries);
      if (found.length === 0) {
        const message = 'None of the songs that the file names is in the library.';
        throw new CantigaError('TRACKS_NOT_FOUND', message, { encoding, ...lost });
      }
      const durations = new Map(found.map(({ id, duration }) => [id, duration]));
      const playlist = await this.playlists.create(
        principalOf(ctx),
        { name, tracks: found.map(({ id }) => id), key: ctx.params.key },
        async () => durations,
      );
      return { playlist, encoding, ...lost };
    },
  },
};
