import { useRef } from 'preact/hooks';
import type { ImportedPlaylistResource } from '../../../../services/gateway/rest/resources.ts';
import { request, withQuery } from '../../api/http.ts';
import { Button } from '../../components/button.tsx';
import { t } from '../../i18n/locale.ts';
import { paths } from '../../path.ts';
import { navigate } from '../../router.ts';
import { attempted, lookAtPlaylists } from '../../state/playlists.ts';
import { toast } from '../../state/toasts.ts';

/** Makes a playlist of an M3U file. */
export function ImportButton() {
  const chooser = useRef<HTMLInputElement>(null);
  const take = (file: File) =>
    attempted(async () => {
      const name = file.name.replace(/\.m3u8?$/i, '').slice(0, 200);
      const { playlist, notFound } = await request<ImportedPlaylistResource>(
        'POST',
        withQuery('/playlists/m3u', { name }),
        // As it is: its encoding is found out by the server.
        { body: file, headers: { 'Content-Type': 'audio/x-mpegurl' } },
      );
      if (notFound > 0) toast(t('playlists.imported', { n: notFound }));
      void lookAtPlaylists();
      navigate(paths.playlist(playlist.id));
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
