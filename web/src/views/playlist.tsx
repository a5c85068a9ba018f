import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PlaylistWithTracks, TrackResource } from '../../../services/gateway/rest/resources.ts';
import { useResource } from '../api/resource.ts';
import { BigTitle } from '../components/big-title.tsx';
import { Button, IconButton } from '../components/button.tsx';
import { Cover } from '../components/cover.tsx';
import { ask } from '../components/dialog.tsx';
import { useTitle } from '../components/page.tsx';
import { Empty, Failure, Loading } from '../components/states.tsx';
import { TrackSkeleton } from '../components/track-list.tsx';
import { date, span } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { navigate } from '../router.ts';
import type { ViewProps } from '../routes.ts';
import { editPlaylist } from '../shell/playlist-dialogs.tsx';
import { colourSignal, tintOf } from '../state/colours.ts';
import { explain } from '../state/explain.ts';
import { showMenu } from '../state/menu.ts';
import { playTracks, shuffleTracks } from '../state/player.ts';
import { attempted, deletePlaylist, playlistPath } from '../state/playlists.ts';
import { toast } from '../state/toasts.ts';
import { itemsOf } from './playlist/items.ts';
import { PlaylistTracks } from './playlist/tracks.tsx';
import '../styles/album.css';
import '../styles/playlist.css';

export function PlaylistView({ params: { id = '' } }: ViewProps) {
  const resource = useResource<PlaylistWithTracks>(playlistPath(id));
  const playlist = resource.data.value;
  const error = resource.error.value;
  useTitle(playlist?.name ?? '');
  if (error !== undefined) {
    return (
      <div class="page">
        <h1 class="visually-hidden">{t('playlists.one')}</h1>
        <Failure error={error} retry={() => resource.load()} />
      </div>
    );
  }
  if (playlist === undefined) {
    return (
      <div class="page">
        <h1 class="visually-hidden">{t('app.loading')}</h1>
        <Loading>
          {Array.from({ length: 8 }, (_, i) => (
            <div key={i} class="track-place">
              <TrackSkeleton />
            </div>
          ))}
        </Loading>
      </div>
    );
  }
  return <Playlist playlist={playlist} />;
}

function Playlist({ playlist }: { playlist: PlaylistWithTracks }) {
  const tracks = useSignal<readonly TrackResource[] | undefined>(undefined);
  const ids = playlist.tracks.join(',');
  useEffect(() => {
    let isCurrent = true;
    itemsOf<TrackResource>(playlist.tracks).then(
      (found) => {
        if (isCurrent) tracks.value = found;
      },
      (error: unknown) => toast(explain(error), { kind: 'failure' }),
    );
    return () => {
      isCurrent = false;
    };
  }, [ids]);
  const playable = (tracks.value ?? []).filter(({ missing }) => !missing);
  return (
    <div class="page album">
      <header class="album-head tinted" style={tintOf(colourSignal(playlist.id).value)}>
        <div class="album-cover">
          <Cover id={playlist.id} size={360} eager />
        </div>
        <div class="album-words">
          <p class="album-kind">{t(playlist.smart ? 'playlists.smart' : 'playlists.one')}</p>
          <BigTitle name={playlist.name} />
          {playlist.comment && (
            <p class="playlist-comment" dir="auto">
              {playlist.comment}
            </p>
          )}
          <p class="album-facts">
            {[
              playlist.owner,
              t('album.tracks', { n: playlist.songCount }),
              playlist.duration > 0 && span(playlist.duration),
              t(playlist.public ? 'playlists.isPublic' : 'playlists.isPrivate'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <div class="album-actions">
            <Button
              look="primary"
              icon="play"
              disabled={playable.length === 0}
              onClick={() => playTracks(playable)}
            >
              {t('album.play')}
            </Button>
            <IconButton
              icon="shuffle"
              label={t('album.shuffle')}
              disabled={playable.length === 0}
              onClick={() => shuffleTracks(playable)}
            />
            {playlist.editable && (
              <IconButton icon="edit" label={t('playlists.edit')} onClick={() => editPlaylist(playlist)} />
            )}
            <IconButton
              icon="more"
              label={t('album.moreNamed', { name: playlist.name })}
              aria-haspopup="menu"
              onClick={(event) => showMenu(playlist.name, menuOf(playlist), event.currentTarget)}
            />
          </div>
        </div>
      </header>
      {playlist.songCount === 0 && (
        <Empty icon="playlists" title={t('playlist.emptyTitle')} text={t('playlist.emptyText')}>
          <a class="button button-plain" href={paths.albums}>
            {t('albums.title')}
          </a>
        </Empty>
      )}
      {tracks.value && <PlaylistTracks playlist={playlist} tracks={tracks.value} />}
      <p class="album-foot">{t('playlists.changed', { date: date(playlist.changed) })}</p>
    </div>
  );
}

function menuOf(playlist: PlaylistWithTracks) {
  const m3u = `/api/v1${playlistPath(playlist.id)}/m3u`;
  return [
    [
      { label: t('playlists.export'), icon: 'download' as const, run: () => location.assign(m3u) },
      ...(playlist.editable && playlist.smart
        ? [
            {
              label: t('playlists.editRules'),
              icon: 'rules' as const,
              run: () => navigate(paths.rules(playlist.id)),
            },
          ]
        : []),
      ...(playlist.editable
        ? [
            {
              label: t('playlists.delete'),
              icon: 'trash' as const,
              danger: true,
              run: () => void remove(playlist),
            },
          ]
        : []),
    ],
  ];
}

async function remove({ id, name }: PlaylistWithTracks): Promise<void> {
  const isSure = await ask({
    title: t('playlists.deleteAsk', { name }),
    text: t('playlists.deleteText'),
    confirm: t('playlists.delete'),
    danger: true,
  });
  if (isSure && (await attempted(() => deletePlaylist(id)))) navigate(paths.playlists, { replace: true });
}
