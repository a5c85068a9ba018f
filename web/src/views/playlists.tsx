import type { ListOf, PlaylistResource } from '../../../services/gateway/rest/resources.ts';
import { useResource } from '../api/resource.ts';
import { Button, ButtonLink } from '../components/button.tsx';
import { CardSkeleton } from '../components/card.tsx';
import { Cover } from '../components/cover.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Loading } from '../components/states.tsx';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { newPlaylist } from '../shell/playlist-dialogs.tsx';
import { me } from '../state/account.ts';
import { PLAYLISTS } from '../state/playlists.ts';
import { ImportButton } from './playlists/import-button.tsx';
import '../styles/playlist.css';

export function PlaylistsView() {
  const playlists = useResource<ListOf<PlaylistResource>>(PLAYLISTS);
  const items = playlists.data.value?.items;
  const error = playlists.error.value;
  const create = (
    <Button look={items?.length === 0 ? 'primary' : 'plain'} icon="plus" onClick={() => newPlaylist()}>
      {t('playlists.new')}
    </Button>
  );
  return (
    <Page
      title={t('nav.playlists')}
      about={items ? t('playlists.count', { n: items.length }) : ' '}
      tools={
        items && (
          <>
            {items.length > 0 && create}
            <ButtonLink href={paths.newRules} icon="rules">
              {t('playlists.newSmart')}
            </ButtonLink>
            <ImportButton />
          </>
        )
      }
    >
      {error !== undefined && <Failure error={error} retry={() => playlists.load()} />}
      {items === undefined && error === undefined && (
        <Loading>
          <div class="cards">
            {Array.from({ length: 6 }, (_, i) => (
              <CardSkeleton key={i} />
            ))}
          </div>
        </Loading>
      )}
      {items?.length === 0 && (
        <Empty icon="playlists" title={t('playlists.emptyTitle')} text={t('playlists.emptyText')}>
          {create}
        </Empty>
      )}
      {items && items.length > 0 && (
        <ul class="cards">
          {items.map((playlist) => (
            <li key={playlist.id}>
              <PlaylistCard playlist={playlist} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

function PlaylistCard({ playlist }: { playlist: PlaylistResource }) {
  const { id, name, owner, songCount, smart } = playlist;
  const about = [
    smart && t('playlists.smart'),
    t('album.tracks', { n: songCount }),
    owner !== me.value?.username && owner,
  ];
  return (
    <article class="card">
      <div class="card-art">
        <Cover id={id} size={200} />
      </div>
      <p class="card-name">
        <a class="card-link one-line" href={paths.playlist(id)} dir="auto" title={name}>
          {name}
        </a>
      </p>
      <p class="card-about one-line" dir="auto">
        {about.filter(Boolean).join(' · ')}
      </p>
    </article>
  );
}
