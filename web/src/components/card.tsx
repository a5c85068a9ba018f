import type { ComponentChildren } from 'preact';
import type { AlbumResource, ArtistResource } from '../../../services/gateway/rest/resources.ts';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { albumMenu, artistMenu } from '../state/item-menus.ts';
import { showContextMenu } from '../state/menu.ts';
import { isCurrentAlbum, isPlaying, playAlbum, player } from '../state/player.ts';
import { Cover } from './cover.tsx';
import { Icon } from './icon.tsx';
import { Skeleton } from './states.tsx';
import '../styles/card.css';

/** What a card shows of an album: lists ask for no more. */
export type CardAlbum = Pick<
  AlbumResource,
  'id' | 'name' | 'artists' | 'displayArtist' | 'year' | 'starred' | 'compilation'
>;
/** For the parameter `fields`. */
export const CARD_ALBUM = 'id,name,artists,displayArtist,year,starred,compilation';
export type CardArtist = Pick<ArtistResource, 'id' | 'name' | 'albumCount' | 'starred'>;
export const CARD_ARTIST = 'id,name,albumCount,starred';

/** Largest edge of the cover of a card, in CSS pixels: one size for all, so that each picture is loaded once. */
const COVER = 200;

interface AlbumCardProps {
  album: CardAlbum;
  /** What is told below the name, instead of artist and year. */
  about?: 'year' | 'artist';
  /** Told before the artist, instead of the year. */
  note?: string;
  /** Instead of the name as it is: with what was searched for marked. */
  name?: ComponentChildren;
  tabIndex?: number;
}

export function AlbumCard({ album, about = 'artist', note, name, tabIndex }: AlbumCardProps) {
  const isCurrent = isCurrentAlbum(album.id);
  const sounds = isCurrent && isPlaying.value;
  const artist = album.displayArtist || t('album.unknownArtist');
  return (
    <article
      class={isCurrent ? 'card card-current' : 'card'}
      onContextMenu={(event) => showContextMenu(event, album.name, () => albumMenu(album))}
    >
      <div class="card-art">
        <Cover id={album.id} size={COVER} />
        <button
          type="button"
          class="card-play"
          aria-label={t(sounds ? 'album.pauseNamed' : 'album.playNamed', { name: album.name })}
          tabIndex={tabIndex}
          onClick={() => (isCurrent ? player.toggle() : playAlbum(album.id))}
        >
          <Icon name={sounds ? 'pause' : 'play'} size={22} />
        </button>
      </div>
      <p class="card-name">
        <a
          class="card-link one-line"
          data-main
          href={paths.album(album.id)}
          dir="auto"
          tabIndex={tabIndex}
          title={album.name}
        >
          {name ?? album.name}
        </a>
      </p>
      <p class="card-about one-line" dir="auto">
        {about === 'year'
          ? (album.year ?? ' ')
          : [note, artist, note === undefined && album.year].filter(Boolean).join(' · ')}
      </p>
    </article>
  );
}

export function ArtistCard({
  artist,
  note,
  name,
  tabIndex,
}: {
  artist: CardArtist;
  /** Told below the name, instead of how many albums there are. */
  note?: string;
  name?: ComponentChildren;
  tabIndex?: number;
}) {
  return (
    <article
      class="card card-artist"
      onContextMenu={(event) => showContextMenu(event, artist.name, () => artistMenu(artist))}
    >
      <div class="card-art">
        <Cover id={artist.id} size={COVER} round />
      </div>
      <p class="card-name">
        <a
          class="card-link one-line"
          href={paths.artist(artist.id)}
          dir="auto"
          tabIndex={tabIndex}
          title={artist.name}
        >
          {name ?? artist.name}
        </a>
      </p>
      <p class="card-about one-line">
        {note ??
          (artist.albumCount > 0 ? t('albums.count', { n: artist.albumCount }) : t('search.kind.artist'))}
      </p>
    </article>
  );
}

export function CardSkeleton({ round = false }: { round?: boolean }) {
  return (
    <div class={round ? 'card card-artist' : 'card'} aria-hidden="true">
      <div class="card-art">
        <div class={round ? 'cover cover-round' : 'cover'} />
      </div>
      <div class="card-name">
        <Skeleton width="75%" height="0.875rem" />
      </div>
      <div class="card-about">
        <Skeleton width="50%" height="0.75rem" />
      </div>
    </div>
  );
}
