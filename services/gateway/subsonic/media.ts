import type { Lyrics, Track } from '../../catalog/model.ts';
import { type Binary, type Body, type Exchange, trackOf } from './exchange.ts';

/** Always the original: what asks for another bit rate or format is checked, and left to the day of transcoding. */
export async function stream({ params, session }: Exchange): Promise<Binary> {
  params.integerIf('maxBitRate');
  params.integerIf('timeOffset');
  params.flagIf('estimateContentLength');
  params.flagIf('converted');
  return sent(params, session, false);
}

export async function download({ params, session }: Exchange): Promise<Binary> {
  return sent(params, session, true);
}

function sent(params: Exchange['params'], session: Exchange['session'], download: boolean): Binary {
  return { kind: 'media', track: params.id('id', 'tr'), download, client: params.textIf('c'), session };
}

/** Clients that know another server put `pl-` before the id of a playlist, which ours has already. */
export async function getCoverArt({ params, session }: Exchange): Promise<Binary> {
  const id = params.text('id');
  const playlist = id.startsWith('pl-pl-') ? id.slice('pl-'.length) : undefined;
  const size = params.integerIf('size', { min: 1, max: 100_000 });
  return {
    kind: 'cover',
    coverId: playlist ?? params.id('id', 'tr', 'al', 'ar', 'pl'),
    ...(size !== undefined && { size }),
    session,
  };
}

/** @throws FORBIDDEN, NOT_FOUND as `auth.user` for other users */
export async function getAvatar({ call, params, session, user }: Exchange): Promise<Binary> {
  const username = params.text('username');
  if (username !== user.name) await call('auth.user', { username });
  return { kind: 'avatar', username, session };
}

/** The unsynchronised text of the song with that title; empty when there is none. */
export async function getLyrics({ call, params }: Exchange): Promise<Body> {
  const artist = params.textIf('artist');
  const title = params.textIf('title');
  const track = title === undefined ? null : await call('catalog.findTrack', { artist, title });
  if (track === null) return { lyrics: { artist, title, value: '' } };
  const [lyrics] = track.hasLyrics ? await call('catalog.lyrics', { id: track.id }) : [];
  const value = lyrics?.lines.map((line) => line.value).join('\n') ?? '';
  return { lyrics: { artist: track.displayArtist, title: track.title, value } };
}

export async function getLyricsBySongId(exchange: Exchange): Promise<Body> {
  exchange.params.flagIf('enhanced');
  const track = await trackOf(exchange);
  const lyrics = track.hasLyrics ? await exchange.call('catalog.lyrics', { id: track.id }) : [];
  return { lyricsList: { structuredLyrics: lyrics.map((text) => structured(track, text)) } };
}

function structured(track: Track, { lang, synced, lines, offset }: Lyrics) {
  return {
    displayArtist: track.displayArtist,
    displayTitle: track.title,
    lang,
    offset: offset ?? 0,
    synced,
    line: lines.map(({ start, value }) => ({ start: synced ? (start ?? 0) : undefined, value })),
  };
}
