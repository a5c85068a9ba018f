import type { AlbumResource, ArtistRef, TrackResource } from '../../../services/gateway/rest/resources.ts';
import { fileUrl } from '../api/covers.ts';
import type { PlayerTrack } from '../audio/player.ts';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { navigate } from '../router.ts';
import { isStarred, type Markable, toggleStar } from './marks.ts';
import { lastAnchor, type MenuGroups, type MenuItem } from './menu.ts';
import { playAlbum, player, tracksOf } from './player.ts';
import { toast } from './toasts.ts';

type MenuAlbum = Pick<AlbumResource, 'id' | 'name' | 'artists' | 'starred'>;

/** What can be done with an album wherever it is shown. */
export function albumMenu(album: MenuAlbum): MenuGroups {
  return [
    [
      { label: t('menu.play'), icon: 'play', run: () => void playAlbum(album.id) },
      { label: t('menu.shuffle'), icon: 'shuffle', run: () => void playAlbum(album.id, 'shuffled') },
      { label: t('menu.playNext'), icon: 'queue', run: async () => playNext(await tracksOf(album.id)) },
      { label: t('menu.enqueue'), icon: 'plus', run: async () => enqueue(await tracksOf(album.id)) },
      toPlaylistItem(async () => (await tracksOf(album.id)).map(({ id }) => id)),
    ],
    [starItem(album)],
    [...album.artists.map(artistItem), linkItem(paths.album(album.id))],
  ];
}

export function artistMenu(artist: Markable): MenuGroups {
  return [[starItem(artist)], [linkItem(paths.artist(artist.id))]];
}

/** What can be done with a track wherever it is shown. `onAlbum`: whether it is shown on the page of its album. */
export function trackMenu(track: TrackResource, { onAlbum = false } = {}): MenuGroups {
  const toAlbum: MenuItem = {
    label: t('menu.album'),
    icon: 'albums',
    run: () => navigate(paths.album(track.albumId)),
  };
  return [
    track.missing
      ? []
      : [
          { label: t('menu.playNext'), icon: 'queue', run: () => playNext([track]) },
          { label: t('menu.enqueue'), icon: 'plus', run: () => enqueue([track]) },
          toPlaylistItem(() => [track.id]),
        ],
    [starItem(track)],
    [
      ...(onAlbum ? [] : [toAlbum]),
      ...track.artists.map(artistItem),
      linkItem(paths.album(track.albumId)),
      ...(track.missing ? [] : [downloadItem(track.id)]),
    ],
  ];
}

/** What can be done with the track that is heard. */
export function playedTrackMenu(track: PlayerTrack): MenuGroups {
  return [
    [toPlaylistItem(() => [track.id])],
    [starItem(track)],
    [
      { label: t('menu.album'), icon: 'albums', run: () => navigate(paths.album(track.albumId)) },
      ...track.artists.map(artistItem),
      linkItem(paths.album(track.albumId)),
      downloadItem(track.id),
    ],
  ];
}

/** Offers playlists where the menu was, when that is closed. */
export function toPlaylistItem(tracks: () => readonly string[] | Promise<readonly string[]>): MenuItem {
  return {
    label: t('playlists.addTo'),
    icon: 'playlists',
    async run() {
      const { choosePlaylist } = await import('../shell/playlist-dialogs.tsx');
      await choosePlaylist(tracks, lastAnchor());
    },
  };
}

function starItem(item: Markable): MenuItem {
  const starred = isStarred(item);
  return {
    label: t(starred ? 'menu.unstar' : 'menu.star'),
    icon: starred ? 'starred' : 'star',
    run: () => void toggleStar(item),
  };
}

function artistItem({ id, name }: ArtistRef): MenuItem {
  return { label: t('menu.artist', { name }), icon: 'artists', run: () => navigate(paths.artist(id)) };
}

export function linkItem(path: string): MenuItem {
  return {
    label: t('menu.copyLink'),
    icon: 'link',
    async run() {
      try {
        await navigator.clipboard.writeText(new URL(path, location.href).href);
        toast(t('menu.copied'));
      } catch {
        toast(t('menu.notCopied'), { kind: 'failure' });
      }
    },
  };
}

function downloadItem(id: string): MenuItem {
  return { label: t('menu.download'), icon: 'download', run: () => location.assign(fileUrl(id)) };
}

type Tracks = Parameters<typeof player.enqueue>[0];

export function playNext(tracks: Tracks): void {
  if (tracks.length === 0) return;
  player.playNext(tracks);
  toast(t('menu.playsNext', { n: tracks.length }));
}

export function enqueue(tracks: Tracks): void {
  if (tracks.length === 0) return;
  player.enqueue(tracks);
  toast(t('menu.queued', { n: tracks.length }));
}
