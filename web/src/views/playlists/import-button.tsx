import { useRef } from 'preact/hooks';
import type {
  ImportedPlaylistResource,
  TracksNotFound,
} from '../../../../services/gateway/rest/resources.ts';
import { request, withQuery } from '../../api/http.ts';
import { Refused } from '../../api/problem.ts';
import { Button } from '../../components/button.tsx';
import { t } from '../../i18n/locale.ts';
import { paths } from '../../path.ts';
import { navigate } from '../../router.ts';
import { attempted, lookAtPlaylists } from '../../state/playlists.ts';
import { showMissing } from './missing.tsx';

async function imported(file: File, name: string): Promise<ImportedPlaylistResource> {
  return request('POST', withQuery('/playlists/m3u', { name }), {
    // As it is: its encoding is found out by the server.
    body: file,
    headers: { 'Content-Type': 'audio/x-mpegurl' },
  });
}

/** Makes a playlist of an M3U file. */
export function ImportButton() {
  const chooser = useRef<HTMLInputElement>(null);
  const take = (file: File) =>
    attempted(async () => {
      const name = file.name.replace(/\.m3u8?$/i, '').slice(0, 200);
      try {
        const { playlist, ...lost } = await imported(file, name);
        void lookAtPlaylists();
        navigate(paths.playlist(playlist.id));
        if (lost.notFound > 0) showMissing(t('playlists.imported', { n: lost.notFound }), lost);
      } catch (error) {
        if (!(error instanceof Refused && error.type === 'tracks-not-found')) throw error;
        const lost = error.details as TracksNotFound;
        showMissing(t('playlists.nothingFound', { name }), lost, t('playlists.nothingMade'));
      }
    });
  return (
    <>
      <Button look="quiet" icon="folder" onClick={() => chooser.current?.click()}>
        {t('playlists.import')}
      </Button>
      <input
        ref={chooser}
        class="visually-hidden"
        type="file"
        accept=".m3u,.m3u8"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) void take(file);
        }}
      />
    </>
  );
}
