export type Params = Readonly<Record<string, string>>;

/**
 * The parameters of a path that fits a pattern such as `/albums/:id`; undefined when it does not fit.
 * A slash at the end makes no difference. Parameters are decoded.
 */
export function matchPath(pattern: string, path: string): Params | undefined {
  const wanted = parts(pattern);
  const given = parts(path);
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const value = decoded(given[i]!);
    if (value === undefined) return undefined;
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}

function parts(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

const at = (...names: string[]) => `/${names.map(encodeURIComponent).join('/')}`;

/** Addresses of the pages of the player. */
export const paths = {
  home: '/',
  albums: '/albums',
  album: (id: string) => at('albums', id),
  artists: '/artists',
  artist: (id: string) => at('artists', id),
  genres: '/genres',
  genre: (name: string) => at('genres', name),
  folders: '/folders',
  folder: (id: string) => at('folders', id),
  search: '/search',
  playlists: '/playlists',
  playlist: (id: string) => at('playlists', id),
  newRules: '/playlists/smart',
  rules: (id: string) => `${at('playlists', id)}/rules`,
  stars: '/stars',
  queue: '/queue',
  history: '/history',
  sessions: '/sessions',
  session: (id: string) => at('sessions', id),
  years: '/years',
  year: (year: number) => at('years', String(year)),
  settings: '/settings',
  admin: '/admin',
  listeningNow: '/admin/now',
  ledger: '/admin/ledger',
  royalties: '/admin/royalties',
  nowPlaying: '/now-playing',
} as const;
