import { CantigaError } from '../../../../../errors.ts';
import type {
  ActionName,
  Actions,
  Annotation,
  Bookmark,
  Entries,
  Page,
  Playlist,
  Session,
  User,
} from '../../../../../services/actions.ts';
import { proofIn } from '../../../../../services/auth/proof.ts';
import { albumEntry } from '../../../../../services/catalog/entry/album.ts';
import { artistEntry } from '../../../../../services/catalog/entry/artist.ts';
import { songEntry } from '../../../../../services/catalog/entry/song.ts';
import type { Item } from '../../../../../services/catalog/model.ts';
import type { Call } from '../../../../../services/gateway/call.ts';
import {
  createSubsonic,
  type Subsonic,
  type SubsonicAnswer,
} from '../../../../../services/gateway/subsonic/handler.ts';
import type { Envelope } from '../../../../../services/gateway/subsonic/render.ts';
import type { NowPlaying } from '../../../../../services/playback/now-playing.ts';
import type { Plays } from '../../../../../services/playback/plays.ts';
import type { QueueView } from '../../../../../services/playback/queues.ts';
import type { ToldCommand } from '../../../../../services/playback/session/commands.ts';
import { ALBUMS, ARTISTS, ITEMS, TRACKS } from './library.ts';

type Handlers = {
  [N in ActionName]?: (params: Actions[N]['params'], user: User) => Actions[N]['result'];
};

export const NOW = '2026-02-03T04:05:06.789Z';
const NOWHERE = { index: null, position: 0, isSounding: false };
const PASSWORDS = new Map([
  ['admin', 'sesame'],
  ['lena', 'pässword'],
]);

const user = (username: string, more: Partial<User> = {}): User => ({
  id: `us-${username}`,
  username,
  roles: ['listener'],
  scrobbling: true,
  maxBitRate: 0,
  created: NOW,
  ...more,
});

const page = <T>(items: T[], where?: Page): T[] =>
  where === undefined ? [] : items.slice(where.offset, where.offset + where.limit);

const has = (text: string, query: string) => text.toLowerCase().includes(query.toLowerCase());

/** The actions that the protocol is built on, answered from memory, as the services are agreed to answer them. */
export class Engine {
  readonly calls: { name: string; params: unknown; token: string | undefined }[] = [];
  readonly faults: unknown[] = [];
  /** Actions that fail, and with what. */
  readonly failing = new Map<string, Error>();
  /** Actions that answer something else. */
  readonly answers = new Map<string, () => unknown>();
  readonly users = new Map([
    ['admin', user('admin', { roles: ['admin', 'listener'], email: 'admin@example.org' })],
    ['lena', user('lena')],
  ]);
  readonly stars = new Map<string, string>();
  readonly ratings = new Map<string, number>();
  readonly bookmarks = new Map<string, Bookmark>();
  readonly plays = new Map<string, Plays>();
  readonly playing: NowPlaying[] = [];
  /** Commands that clients have given, with the client. */
  readonly told: { client: string; id: string; command: ToldCommand }[] = [];
  queue: QueueView = { v: 0, edition: 0, tracks: [], ...NOWHERE, device: null, changed: 0 };
  readonly playlists = new Map<string, Playlist & { tracks: string[] }>();
  readonly subsonic: Subsonic;

  constructor() {
    const call: Call = async (name, params, { token } = {}) => {
      this.calls.push({ name, params, token });
      const failure = this.failing.get(name);
      if (failure) throw failure;
      const answer = this.answers.get(name);
      if (answer) return answer() as never;
      const handler = this.#handlers[name];
      if (handler === undefined) throw new Error(`${name} is not part of this test.`);
      return handler(params, this.users.get(token?.replace('token of ', '') ?? '')!);
    };
    this.subsonic = createSubsonic(call, { version: '0.1.0', onFault: (fault) => this.faults.push(fault) });
  }

  /** Asks as the administrator, unless the parameters say otherwise. */
  async ask(endpoint: string, params: Record<string, string | string[]> = {}) {
    const query = new URLSearchParams({ u: 'admin', p: 'sesame', v: '1.16.1', c: 'test', f: 'json' });
    for (const [name, value] of Object.entries(params)) {
      query.delete(name);
      for (const one of [value].flat()) query.append(name, one);
    }
    return this.subsonic.handle({ endpoint, query, address: '192.0.2.1' });
  }

  /** The content of `subsonic-response`, by way of JSON. */
  async json(endpoint: string, params: Record<string, string | string[]> = {}): Promise<Answer> {
    const answer = (await this.ask(endpoint, params)) as Envelope;
    if (answer.kind !== 'envelope') throw new Error(`${endpoint} answered with ${JSON.stringify(answer)}`);
    return (JSON.parse(textOf(answer)) as { 'subsonic-response': Answer })['subsonic-response'];
  }

  async error(endpoint: string, params: Record<string, string | string[]> = {}) {
    return (await this.json(endpoint, params)).error;
  }

  readonly #handlers: Handlers = {
    'auth.authenticate': ({ address: _from, client: _by, ...shown }): Session => {
      proofIn(shown);
      const { username = '', password, token, apiKey } = shown;
      const named = apiKey === 'key of lena' ? 'lena' : username;
      const account = this.users.get(named);
      if (apiKey !== undefined && apiKey !== 'key of lena')
        throw new CantigaError('WRONG_API_KEY', 'Wrong key.');
      const known = apiKey !== undefined || token === 'token' || password === PASSWORDS.get(named);
      if (!account || !known) throw new CantigaError('WRONG_CREDENTIALS', 'Wrong user name or password.');
      return { token: `token of ${named}`, user: { id: account.id, name: named, roles: account.roles } };
    },
    'auth.user': ({ username }, caller) => {
      if (username !== caller.username && !caller.roles.includes('admin')) throw forbidden();
      return found(this.users.get(username));
    },
    'auth.users': (_params, caller) => {
      if (!caller.roles.includes('admin')) throw forbidden();
      return [...this.users.values()];
    },
    'auth.createUser': ({ username, email, admin }) => {
      const roles: User['roles'] = admin ? ['admin', 'listener'] : ['listener'];
      const made = user(username, { roles, ...(email && { email }) });
      this.users.set(username, made);
      return made;
    },
    'auth.updateUser': ({ username, admin, maxBitRate, email }) => {
      const changed = found(this.users.get(username));
      if (admin !== undefined) changed.roles = admin ? ['admin', 'listener'] : ['listener'];
      if (maxBitRate !== undefined) changed.maxBitRate = maxBitRate;
      if (email !== undefined) changed.email = email;
      return changed;
    },
    'auth.deleteUser': ({ username }) => {
      found(this.users.get(username));
      this.users.delete(username);
      return null;
    },
    'auth.changePassword': () => null,
    'library.folders': () => [
      { id: 1, name: 'Music' },
      { id: 2, name: 'Музыка' },
    ],
    'library.status': () => this.#status(false),
    'library.scan': () => this.#status(true),
    'catalog.stats': () => ({
      artists: 4,
      albums: 4,
      tracks: 7,
      lastModified: 1_700_000_000_000,
      position: 9,
    }),
    'catalog.artists': () => ARTISTS,
    'catalog.artist': ({ id }) => ({
      ...found(ARTISTS.find((artist) => artist.id === id)),
      albums: albumsBy(id),
    }),
    'catalog.album': ({ id }) => ({
      ...found(ALBUMS.find((album) => album.id === id)),
      tracks: tracksOn(id),
    }),
    'catalog.resolve': ({ ids }) => ids.map((id) => ITEMS.get(id) ?? null),
    'catalog.listAlbums': (list) => page(ALBUMS, list),
    'catalog.listTracks': (list) => page(PRESENT, list),
    'catalog.search': (params) => this.#search(params),
    'catalog.listAlbumEntries': (list) => entries(page(ALBUMS, list).map(albumEntry)),
    'catalog.listTrackEntries': (list) => entries(page(PRESENT, list).map(songEntry)),
    'catalog.searchEntries': (params) => {
      const { artists, albums, tracks } = this.#search(params);
      return {
        artists: entries(artists.map(artistEntry)),
        albums: entries(albums.map(albumEntry)),
        tracks: entries(tracks.map(songEntry)),
      };
    },
    'catalog.artistEntries': ({ id }) => ({
      artist: entries([artistEntry(found(ARTISTS.find((artist) => artist.id === id)))]),
      albums: entries(albumsBy(id).map(albumEntry)),
    }),
    'catalog.albumEntries': ({ id }) => ({
      album: entries([albumEntry(found(ALBUMS.find((album) => album.id === id)))]),
      tracks: entries(tracksOn(id).map(songEntry)),
    }),
    'catalog.trackEntries': ({ ids }) =>
      entries(ids.flatMap((id) => TRACKS.find((track) => track.id === id) ?? []).map(songEntry)),
    'catalog.genres': () => [
      { name: 'Folk', songCount: 3, albumCount: 2 },
      { name: 'Drum & Bass', songCount: 0, albumCount: 0 },
    ],
    'catalog.lyrics': ({ id }) =>
      id === 'tr-1'
        ? [
            {
              lang: 'nob',
              synced: true,
              lines: [
                { start: 0, value: 'Morgen & <kveld>' },
                { start: 1500, value: '' },
              ],
            },
            { lang: 'xxx', synced: false, lines: [{ value: 'Morning' }], offset: -100 },
          ]
        : [{ lang: 'eng', synced: false, lines: [{ value: 'Hush now' }, { value: 'little one' }] }],
    'catalog.findTrack': ({ title }) => PRESENT.find((track) => has(track.title, title)) ?? null,
    'profiles.annotations': ({ ids }) =>
      Object.fromEntries(
        ids.map((id) => [id, this.#annotation(id)]).filter(([, note]) => note !== undefined),
      ),
    'profiles.star': ({ ids }) => {
      for (const id of ids) found(ITEMS.get(id));
      for (const id of ids) this.stars.set(id, NOW);
      return null;
    },
    'profiles.unstar': ({ ids }) => {
      for (const id of ids) this.stars.delete(id);
      return null;
    },
    'profiles.rate': ({ id, rating }) => {
      found(ITEMS.get(id));
      this.ratings.set(id, rating);
      return null;
    },
    'profiles.starred': ({ kind }) =>
      [...this.stars].filter(([id]) => ofKind(id, kind)).map(([id, starred]) => ({ id, starred })),
    'profiles.rated': ({ kind }) =>
      [...this.ratings]
        .filter(([id]) => ofKind(id, kind))
        .map(([id, rating]) => ({ id, rating }))
        .sort((a, b) => b.rating - a.rating),
    'profiles.bookmarks': () => [...this.bookmarks.values()],
    'profiles.setBookmark': ({ id, position, comment = '' }) => {
      found(ITEMS.get(id));
      const bookmark = { id, position, comment, created: NOW, changed: NOW };
      this.bookmarks.set(id, bookmark);
      return bookmark;
    },
    'profiles.deleteBookmark': ({ id }) => {
      this.bookmarks.delete(id);
      return null;
    },
    'playback.tellClient': ({ client, commands }) => {
      this.told.push(...commands.map((one) => ({ client, ...one })));
      return {
        session: 'se-1',
        answers: commands.map(() => ({ v: 1, reply: { closed: false, listen: null } })),
      };
    },
    'playback.nowPlaying': () => this.playing,
    'playback.plays': ({ ids }) =>
      Object.fromEntries(ids.flatMap((id) => (this.plays.has(id) ? [[id, this.plays.get(id)!]] : []))),
    'playback.played': ({ kind, order, limit, offset = 0 }) =>
      [...this.plays]
        .filter(([id]) => ofKind(id, kind))
        .map(([id, plays]) => ({ id, ...plays }))
        .sort((a, b) => (order === 'most' ? b.plays - a.plays : b.last.localeCompare(a.last)))
        .slice(offset, offset + limit),
    'playback.queue': () => this.queue,
    'playback.setQueue': ({ tracks, device, index, position, isSounding }) => {
      const v = this.queue.v + 1;
      const changed = Date.parse(NOW);
      this.queue = { v, edition: v, tracks, device, index, position, isSounding, changed };
      return this.queue;
    },
    'playlists.list': () => [...this.playlists.values()],
    'playlists.get': ({ id }) => found(this.playlists.get(id)),
    'playlists.create': ({ name, tracks = [] }, owner) => {
      const id = `pl-${this.playlists.size + 1}`;
      const times = { created: NOW, changed: NOW };
      const by = { ownerId: owner.id, owner: owner.username };
      return this.#keep({
        id,
        name,
        comment: '',
        ...by,
        public: false,
        songCount: 0,
        duration: 0,
        ...times,
        rev: 1,
        tracks,
      });
    },
    'playlists.replace': ({ id, name, tracks }) => {
      const old = found(this.playlists.get(id));
      return this.#keep({ ...old, name: name ?? old.name, tracks });
    },
    'playlists.update': ({ id, name, comment, public: shared, add = [], remove = [] }, caller) => {
      const old = found(this.playlists.get(id));
      if (old.ownerId !== caller.id) throw forbidden();
      const tracks = [...old.tracks.filter((_, index) => !remove.includes(index)), ...add];
      const say = { name: name ?? old.name, comment: comment ?? old.comment, public: shared ?? old.public };
      return this.#keep({ ...old, ...say, tracks });
    },
    'playlists.remove': ({ id }) => {
      found(this.playlists.get(id));
      this.playlists.delete(id);
      return null;
    },
  };

  #search({ query, artists, albums, tracks }: Actions['catalog.search']['params']) {
    return {
      artists: page(
        ARTISTS.filter(({ name }) => has(name, query)),
        artists,
      ),
      albums: page(
        ALBUMS.filter(({ name }) => has(name, query)),
        albums,
      ),
      tracks: page(
        PRESENT.filter(({ title }) => has(title, query)),
        tracks,
      ),
    };
  }

  #annotation(id: string): Annotation | undefined {
    const [starred, rating, bookmark] = [
      this.stars.get(id),
      this.ratings.get(id),
      this.bookmarks.get(id)?.position,
    ];
    return (starred ?? rating ?? bookmark) === undefined ? undefined : clean({ starred, rating, bookmark });
  }

  #keep(playlist: Playlist & { tracks: string[] }) {
    for (const id of playlist.tracks) found(ITEMS.get(id));
    const kept = { ...playlist, songCount: playlist.tracks.length, duration: playlist.tracks.length * 30.6 };
    this.playlists.set(kept.id, kept);
    return kept;
  }

  #status(scanning: boolean) {
    const state = scanning ? ('running' as const) : ('idle' as const);
    return { scanning, state, tracks: 7, seen: 8, read: 8, toRead: 8, problems: 1, unavailable: [] };
  }
}

/** The text of an answer that is an envelope. */
export const textOf = (answer: SubsonicAnswer) => String((answer as Envelope).body);

/** An answer as a client reads it: anything, at any depth. */
export interface Answer {
  [field: string]: Answer;
}

const albumsBy = (id: string) => ALBUMS.filter(({ artists }) => artists.some((artist) => artist.id === id));
const tracksOn = (id: string) => TRACKS.filter(({ albumId, missing }) => albumId === id && !missing);
const PRESENT = TRACKS.filter(({ missing }) => !missing);
const PREFIX = { track: 'tr-', album: 'al-', artist: 'ar-' };
const ofKind = (id: string, kind: Item['kind']) => id.startsWith(PREFIX[kind]);
const forbidden = () => new CantigaError('FORBIDDEN', 'Administrators only.');

/** Items as the catalog has them ready. */
export function entries(items: readonly { id: string }[]): Entries {
  const json = items.map((item) => JSON.stringify(item));
  return {
    ids: items.map(({ id }) => id),
    lengths: json.map((text) => Buffer.byteLength(text)),
    json: Buffer.from(json.join(',')),
  };
}

function found<T>(thing: T | undefined): T {
  if (thing === undefined) throw new CantigaError('NOT_FOUND', 'There is no such thing.');
  return thing;
}

function clean<T extends object>(object: T): { [K in keyof T]: NonNullable<T[K]> } {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: NonNullable<T[K]> };
}
