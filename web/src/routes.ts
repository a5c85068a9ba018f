import type { ComponentType } from 'preact';
import { matchPath, type Params } from './path.ts';

export interface ViewProps {
  params: Params;
}

interface Route {
  /** As for {@link matchPath}. */
  pattern: string;
  load(): Promise<ComponentType<ViewProps>>;
  /** Whether it takes the whole screen, without navigation and player. */
  isWhole?: boolean;
}

/** Every page of the player. Each is loaded when it is first gone to. */
const ROUTES: readonly Route[] = [
  { pattern: '/', load: async () => (await import('./views/home.tsx')).HomeView },
  { pattern: '/albums', load: async () => (await import('./views/albums.tsx')).AlbumsView },
  { pattern: '/albums/:id', load: async () => (await import('./views/album.tsx')).AlbumView },
  { pattern: '/artists', load: async () => (await import('./views/artists.tsx')).ArtistsView },
  { pattern: '/artists/:id', load: async () => (await import('./views/artist.tsx')).ArtistView },
  { pattern: '/genres', load: async () => (await import('./views/genres.tsx')).GenresView },
  { pattern: '/genres/:name', load: async () => (await import('./views/genre.tsx')).GenreView },
  { pattern: '/folders', load: async () => (await import('./views/folders.tsx')).FoldersView },
  { pattern: '/folders/:id', load: async () => (await import('./views/folders.tsx')).FolderView },
  { pattern: '/search', load: async () => (await import('./views/search.tsx')).SearchView },
  { pattern: '/playlists', load: async () => (await import('./views/playlists.tsx')).PlaylistsView },
  { pattern: '/playlists/smart', load: async () => (await import('./views/rules.tsx')).NewRulesView },
  { pattern: '/playlists/:id/rules', load: async () => (await import('./views/rules.tsx')).RulesView },
  { pattern: '/playlists/:id', load: async () => (await import('./views/playlist.tsx')).PlaylistView },
  { pattern: '/stars', load: async () => (await import('./views/stars.tsx')).StarsView },
  { pattern: '/queue', load: async () => (await import('./views/queue.tsx')).QueueView },
  { pattern: '/history', load: async () => (await import('./views/history.tsx')).HistoryView },
  { pattern: '/sessions', load: async () => (await import('./views/sessions.tsx')).SessionsView },
  { pattern: '/sessions/:id', load: async () => (await import('./views/session.tsx')).SessionView },
  { pattern: '/years', load: async () => (await import('./views/year.tsx')).YearView },
  { pattern: '/years/:year', load: async () => (await import('./views/year.tsx')).YearView },
  { pattern: '/settings', load: async () => (await import('./views/settings.tsx')).SettingsView },
  { pattern: '/admin', load: async () => (await import('./views/admin.tsx')).AdminView },
  { pattern: '/admin/now', load: async () => (await import('./views/admin/now.tsx')).NowView },
  { pattern: '/admin/ledger', load: async () => (await import('./views/admin/ledger.tsx')).LedgerView },
  {
    pattern: '/admin/royalties',
    load: async () => (await import('./views/admin/royalties.tsx')).RoyaltiesView,
  },
  {
    pattern: '/now-playing',
    load: async () => (await import('./views/now-playing.tsx')).NowPlayingView,
    isWhole: true,
  },
];

export interface Found {
  route: Route;
  params: Params;
}

/** The page at a path; undefined when there is none. */
export function routeAt(path: string): Found | undefined {
  for (const route of ROUTES) {
    const params = matchPath(route.pattern, path);
    if (params !== undefined) return { route, params };
  }
  return undefined;
}
