import type { AlbumResource, ArtistWithAlbums } from '../../../services/gateway/rest/resources.ts';
import { useResource } from '../api/resource.ts';
import { BigTitle } from '../components/big-title.tsx';
import { Button, IconButton } from '../components/button.tsx';
import { AlbumCard, CardSkeleton } from '../components/card.tsx';
import { Cover } from '../components/cover.tsx';
import { Section, useTitle } from '../components/page.tsx';
import { StarButton } from '../components/star-button.tsx';
import { Empty, Failure, Loading, Skeleton } from '../components/states.tsx';
import { VirtualGrid } from '../components/virtual.tsx';
import { t } from '../i18n/locale.ts';
import type { ViewProps } from '../routes.ts';
import { colourSignal, tintOf } from '../state/colours.ts';
import { artistMenu } from '../state/item-menus.ts';
import { showMenu } from '../state/menu.ts';
import { playTracks, shuffleTracks, tracksOf } from '../state/player.ts';
import { groupsOf } from './artist/groups.ts';
import '../styles/artist.css';

export function ArtistView({ params: { id = '' } }: ViewProps) {
  const resource = useResource<ArtistWithAlbums>(`/artists/${encodeURIComponent(id)}`);
  const artist = resource.data.value;
  const error = resource.error.value;
  useTitle(artist?.name ?? '');
  if (error !== undefined) {
    return (
      <div class="page">
        <h1 class="visually-hidden">{t('search.kind.artist')}</h1>
        <Failure error={error} retry={() => resource.load()} />
      </div>
    );
  }
  return artist === undefined ? <ArtistSkeleton id={id} /> : <Artist artist={artist} />;
}

const keyOf = ({ id }: AlbumResource) => id;
const byYear = (album: AlbumResource, tabIndex: number) => (
  <AlbumCard album={album} about="year" tabIndex={tabIndex} />
);
const byArtist = (album: AlbumResource, tabIndex: number) => <AlbumCard album={album} tabIndex={tabIndex} />;

function Artist({ artist }: { artist: ArtistWithAlbums }) {
  const groups = groupsOf(artist);
  const newestFirst = [...artist.albums].reverse();
  const play = async (start: typeof playTracks | typeof shuffleTracks) => {
    const lists = await Promise.all(newestFirst.slice(0, 30).map(({ id }) => tracksOf(id)));
    start(lists.flat());
  };
  return (
    <div class="page">
      <header class="artist-head tinted" style={tintOf(colourSignal(artist.id).value)}>
        <div class="artist-cover">
          <Cover id={artist.id} size={240} alt={t('artist.portrait', { name: artist.name })} round eager />
        </div>
        <div class="album-words">
          <p class="album-kind">{t('search.kind.artist')}</p>
          <BigTitle name={artist.name} />
          <p class="album-facts">
            {[
              artist.albumCount > 0 && t('albums.count', { n: artist.albumCount }),
              t('album.tracks', { n: artist.songCount }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <div class="album-actions">
            <Button
              look="primary"
              icon="play"
              disabled={artist.albums.length === 0}
              onClick={() => void play(playTracks)}
            >
              {t('album.play')}
            </Button>
            <IconButton
              icon="shuffle"
              label={t('album.shuffle')}
              disabled={artist.albums.length === 0}
              onClick={() => void play(shuffleTracks)}
            />
            <StarButton item={artist} name={artist.name} />
            <IconButton
              icon="more"
              label={t('album.moreNamed', { name: artist.name })}
              aria-haspopup="menu"
              onClick={(event) => showMenu(artist.name, artistMenu(artist), event.currentTarget)}
            />
          </div>
        </div>
      </header>
      {groups.length === 0 && <Empty icon="albums" title={t('artist.emptyTitle')} />}
      {groups.map(({ title, albums }) => (
        <Section key={title} title={t(title)}>
          <VirtualGrid
            items={albums}
            label={t(title)}
            keyOf={keyOf}
            render={title === 'artist.appearsOn' ? byArtist : byYear}
            placeholder={<CardSkeleton />}
          />
        </Section>
      ))}
    </div>
  );
}

function ArtistSkeleton({ id }: { id: string }) {
  return (
    <div class="page">
      <h1 class="visually-hidden">{t('app.loading')}</h1>
      <Loading>
        <div class="artist-head tinted" style={tintOf(colourSignal(id).value)}>
          <div class="artist-cover">
            <Cover id={id} size={240} round eager />
          </div>
          <div class="album-words">
            <Skeleton width="4rem" height="0.75rem" />
            <Skeleton width="min(20rem, 90%)" height="3rem" />
            <Skeleton width="10rem" height="0.875rem" />
          </div>
        </div>
      </Loading>
    </div>
  );
}
