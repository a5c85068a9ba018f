import { useMemo } from 'preact/hooks';
import type { AlbumWithTracks, TrackResource } from '../../../services/gateway/rest/resources.ts';
import { useResource } from '../api/resource.ts';
import { BigTitle } from '../components/big-title.tsx';
import { Button, IconButton } from '../components/button.tsx';
import { Cover } from '../components/cover.tsx';
import { ArtistNames } from '../components/names.tsx';
import { useTitle } from '../components/page.tsx';
import { Rating } from '../components/rating.tsx';
import { StarButton } from '../components/star-button.tsx';
import { Failure, Loading, Skeleton } from '../components/states.tsx';
import { Explicit, TrackList, TrackSkeleton } from '../components/track-list.tsx';
import { date, span } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import type { ViewProps } from '../routes.ts';
import { colourSignal, tintOf } from '../state/colours.ts';
import { albumMenu } from '../state/item-menus.ts';
import { showContextMenu, showMenu } from '../state/menu.ts';
import { isCurrentAlbum, isPlaying, player, playTracks, shuffleTracks } from '../state/player.ts';
import { discsOf, kindOf } from './album/discs.ts';
import { MoreBy } from './album/more-by.tsx';
import '../styles/album.css';

export function AlbumView({ params: { id = '' } }: ViewProps) {
  const resource = useResource<AlbumWithTracks>(`/albums/${encodeURIComponent(id)}`);
  const album = resource.data.value;
  const error = resource.error.value;
  useTitle(album?.name ?? '');
  if (error !== undefined) {
    return (
      <div class="page">
        <h1 class="visually-hidden">{t('search.kind.album')}</h1>
        <Failure error={error} retry={() => resource.load()} />
      </div>
    );
  }
  return album === undefined ? <AlbumSkeleton id={id} /> : <Album album={album} />;
}

function Album({ album }: { album: AlbumWithTracks }) {
  const discs = useMemo(() => discsOf(album), [album]);
  const playable = album.tracks.filter(({ missing }) => !missing);
  const isVarious =
    album.compilation || album.tracks.some(({ displayArtist }) => displayArtist !== album.displayArtist);
  return (
    <div class="page album">
      <AlbumHead album={album} playable={playable} />
      {discs.map(({ disc, title, tracks }) => (
        <section key={disc} class="disc">
          {discs.length > 1 && (
            <h2 class="disc-title">
              {title ? t('album.discTitled', { number: disc, title }) : t('album.disc', { number: disc })}
            </h2>
          )}
          <TrackList
            tracks={tracks}
            queue={album.tracks}
            label={discs.length > 1 ? t('album.disc', { number: disc }) : t('track.list')}
            hidesArtists={!isVarious}
          />
        </section>
      ))}
      <AlbumFoot album={album} />
      {album.artists[0] && <MoreBy artist={album.artists[0]} except={album.id} />}
    </div>
  );
}

function AlbumHead({ album, playable }: { album: AlbumWithTracks; playable: readonly TrackResource[] }) {
  const isCurrent = isCurrentAlbum(album.id);
  const sounds = isCurrent && isPlaying.value;
  const menu = () => albumMenu(album);
  const facts = [
    album.year && String(album.year),
    t('album.tracks', { n: album.songCount }),
    album.duration > 0 && span(album.duration),
    playable.length > 0 && playable.every(({ format }) => format.lossless) && t('album.lossless'),
  ];
  return (
    <header
      class="album-head tinted"
      style={tintOf(colourSignal(album.id).value)}
      onContextMenu={(event) => showContextMenu(event, album.name, menu)}
    >
      <div class="album-cover">
        <Cover id={album.id} size={360} alt={t('album.cover', { name: album.name })} eager />
      </div>
      <div class="album-words">
        <p class="album-kind">{t(kindOf(album))}</p>
        <BigTitle name={album.name}>{album.explicit === 'explicit' && <Explicit />}</BigTitle>
        <p class="album-artist some-lines" dir="auto">
          <ArtistNames artists={album.artists} display={album.displayArtist || t('album.unknownArtist')} />
        </p>
        <p class="album-facts">{facts.filter(Boolean).join(' · ')}</p>
        <div class="album-actions">
          <Button
            look="primary"
            icon={sounds ? 'pause' : 'play'}
            disabled={playable.length === 0}
            onClick={() => (isCurrent ? player.toggle() : playTracks(playable))}
          >
            {t(sounds ? 'album.pause' : 'album.play')}
          </Button>
          <IconButton
            icon="shuffle"
            label={t('album.shuffle')}
            disabled={playable.length === 0}
            onClick={() => shuffleTracks(playable)}
          />
          <StarButton item={album} name={album.name} />
          <IconButton
            icon="more"
            label={t('album.moreNamed', { name: album.name })}
            aria-haspopup="menu"
            onClick={(event) => showMenu(album.name, menu(), event.currentTarget)}
          />
          <Rating item={album} name={album.name} />
        </div>
      </div>
    </header>
  );
}

function AlbumFoot({ album }: { album: AlbumWithTracks }) {
  const released = album.releaseDate ?? album.originalDate;
  const lines = [
    released && t('album.released', { date: date(released) }),
    t('album.added', { date: date(album.created) }),
    ...album.labels,
  ];
  return (
    <footer class="album-foot">
      {album.genres.length > 0 && (
        <ul class="chips">
          {album.genres.map((genre) => (
            <li key={genre}>
              <a class="chip one-line" href={paths.genre(genre)} dir="auto">
                {genre}
              </a>
            </li>
          ))}
        </ul>
      )}
      <p>{lines.filter(Boolean).join(' · ')}</p>
    </footer>
  );
}

function AlbumSkeleton({ id }: { id: string }) {
  return (
    <div class="page album">
      <h1 class="visually-hidden">{t('app.loading')}</h1>
      <Loading>
        <div class="album-head tinted" style={tintOf(colourSignal(id).value)}>
          <div class="album-cover">
            <Cover id={id} size={360} eager />
          </div>
          <div class="album-words">
            <Skeleton width="4rem" height="0.75rem" />
            <Skeleton width="min(22rem, 90%)" height="3rem" />
            <Skeleton width="10rem" />
            <Skeleton width="14rem" height="0.875rem" />
          </div>
        </div>
        {Array.from({ length: 8 }, (_, i) => (
          <div key={i} class="track-place track-place-low">
            <TrackSkeleton />
          </div>
        ))}
      </Loading>
    </div>
  );
}
