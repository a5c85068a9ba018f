import type { ListOf, PlaylistResource } from '../../../services/gateway/rest/resources.ts';
import { useResource } from '../api/resource.ts';
import { IconButton } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { isHere } from '../router.ts';
import { PLAYLISTS } from '../state/playlists.ts';
import { newPlaylist } from './playlist-dialogs.tsx';

/** Playlists, at hand wherever one is. */
export function SidebarPlaylists() {
  const { data } = useResource<ListOf<PlaylistResource>>(PLAYLISTS);
  const playlists = data.value?.items ?? [];
  return (
    <section class="sidebar-playlists" aria-label={t('nav.playlists')}>
      <header class="sidebar-heading">
        <h2>{t('nav.yourPlaylists')}</h2>
        <IconButton icon="plus" size="small" label={t('playlists.new')} onClick={() => newPlaylist()} />
      </header>
      {playlists.length > 0 && (
        <ul class="sidebar-list">
          {playlists.map(({ id, name, smart }) => (
            <li key={id}>
              <a
                class="sidebar-playlist"
                href={paths.playlist(id)}
                aria-current={isHere(paths.playlist(id)) ? 'page' : undefined}
              >
                <span class="one-line" dir="auto">
                  {name}
                </span>
                {smart && <Icon name="rules" size={16} />}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
