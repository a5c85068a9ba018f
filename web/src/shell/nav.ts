import type { IconName } from '../components/icon.tsx';
import type { MessageKey } from '../i18n/messages.ts';
import { paths } from '../path.ts';

export interface Destination {
  href: string;
  label: MessageKey;
  icon: IconName;
}

/** What everybody goes to most. */
export const FIRST: readonly Destination[] = [
  { href: paths.home, label: 'nav.home', icon: 'home' },
  { href: paths.search, label: 'nav.search', icon: 'search' },
];

/** What there is to listen to. */
export const LIBRARY: readonly Destination[] = [
  { href: paths.albums, label: 'nav.albums', icon: 'albums' },
  { href: paths.artists, label: 'nav.artists', icon: 'artists' },
  { href: paths.genres, label: 'nav.genres', icon: 'genres' },
  { href: paths.playlists, label: 'nav.playlists', icon: 'playlists' },
  { href: paths.folders, label: 'nav.folders', icon: 'folder' },
  { href: paths.stars, label: 'nav.stars', icon: 'star' },
];
