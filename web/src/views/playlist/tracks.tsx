import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PlaylistWithTracks, TrackResource } from '../../../../services/gateway/rest/resources.ts';
import { resourceAt } from '../../api/resource.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Cover } from '../../components/cover.tsx';
import { Reorder } from '../../components/reorder.tsx';
import { TrackList } from '../../components/track-list.tsx';
import { clock } from '../../i18n/format.ts';
import { t } from '../../i18n/locale.ts';
import { attempted, playlistPath, setPlaylistTracks } from '../../state/playlists.ts';
import '../../styles/queue-list.css';

interface PlaylistTracksProps {
  playlist: PlaylistWithTracks;
  tracks: readonly TrackResource[];
}

interface Row {
  /** Tells places apart that have the same track. */
  key: number;
  track: TrackResource;
}

/** What is in a playlist. Its owner can change the order and take tracks out. */
export function PlaylistTracks({ playlist, tracks }: PlaylistTracksProps) {
  const isEditing = useSignal(false);
  const canEdit = playlist.editable && !playlist.smart && tracks.length > 0;
  return (
    <>
      {canEdit && (
        <div class="playlist-tools">
          <Button
            look="quiet"
            icon={isEditing.value ? 'check' : 'sort'}
            aria-pressed={isEditing.value}
            onClick={() => {
              isEditing.value = !isEditing.peek();
            }}
          >
            {t(isEditing.value ? 'playlist.done' : 'playlist.reorder')}
          </Button>
        </div>
      )}
      {isEditing.value && canEdit ? (
        <EditableTracks playlist={playlist} tracks={tracks} />
      ) : (
        <TrackList tracks={tracks} label={t('track.list')} lead="cover" showsAlbum />
      )}
    </>
  );
}

function EditableTracks({ playlist, tracks }: PlaylistTracksProps) {
  const rows = useSignal<readonly Row[]>([]);
  const said = useSignal('');
  useEffect(() => {
    rows.value = tracks.map((track, key) => ({ key, track }));
  }, [tracks]);
  const keep = async (changed: readonly Row[]) => {
    const before = rows.peek();
    rows.value = changed;
    const ids = changed.map(({ track }) => track.id);
    if (!(await attempted(() => setPlaylistTracks(playlist.id, ids)))) rows.value = before;
    else void resourceAt(playlistPath(playlist.id)).load();
  };
  const move = (from: number, to: number) => {
    const changed = [...rows.peek()];
    const [row] = changed.splice(from, 1);
    changed.splice(to, 0, row!);
    said.value = t('reorder.moved', { title: row!.track.title, position: to + 1 });
    void keep(changed);
  };
  return (
    <>
      <p class="visually-hidden" role="status">
        {said.value}
      </p>
      <Reorder
        items={rows.value}
        keyOf={({ key }) => key}
        label={t('track.list')}
        nameOf={({ track }) => track.title}
        move={move}
        render={({ track, key }, _, grip) => (
          <div class="queue-row">
            <span class="queue-play">
              <Cover id={track.albumId} size={40} />
            </span>
            <div class="queue-words">
              <p class="queue-title one-line" dir="auto">
                {track.title}
              </p>
              <p class="queue-artist one-line" dir="auto">
                {track.displayArtist}
              </p>
            </div>
            <span class="queue-time numbers">{clock(track.format.duration)}</span>
            <IconButton
              icon="close"
              size="small"
              label={t('playlist.remove', { title: track.title })}
              onClick={() => void keep(rows.peek().filter((row) => row.key !== key))}
            />
            {grip}
          </div>
        )}
      />
    </>
  );
}
