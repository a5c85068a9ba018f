import type { DecadeResource, GenreResource, ListOf } from '../../../services/gateway/rest/resources.ts';
import { withQuery } from '../api/http.ts';
import { useResource } from '../api/resource.ts';
import { AlbumCard, CARD_ALBUM, type CardAlbum, CardSkeleton } from '../components/card.tsx';
import { NoMusic } from '../components/no-music.tsx';
import { Page } from '../components/page.tsx';
import { Shelf } from '../components/shelf.tsx';
import { Failure, Loading } from '../components/states.tsx';
import { Tile } from '../components/tile.tsx';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { greeting } from './home/greeting.ts';
import { useHeard } from './home/heard.ts';
import { Hero } from './home/hero.tsx';
import { useInTime } from './home/in-time.ts';
import { useWelcome, Welcome } from './home/welcome.tsx';
import '../styles/home.css';

const SHELF = 20;
const fields = CARD_ALBUM;
const NOTHING = { last: [], often: [] };

export function HomeView() {
  const welcome = useWelcome();
  const heard = useInTime(useHeard(), NOTHING);
  const added = useResource<ListOf<CardAlbum>>(
    withQuery('/albums', { order: 'added', limit: SHELF, fields }),
  );
  const failure = added.error.value;
  const isEmpty = added.data.value?.items.length === 0;
  return (
    <Page title={t(greeting(new Date().getHours()))}>
      {welcome && <Welcome {...welcome} />}
      {failure !== undefined && <Failure error={failure} retry={() => added.load()} />}
      {isEmpty && <NoMusic />}
      {!isEmpty && failure === undefined && (
        // Nothing is shown that would have to make room.
        <div hidden={welcome === undefined || heard === undefined}>
          <Hero />
          <AlbumShelf title={t('home.recent')} href={paths.history} albums={heard?.last ?? []} />
          <AlbumShelf
            title={t('home.added')}
            href={`${paths.albums}?order=added`}
            albums={added.data.value?.items}
          />
          <Starred />
          <AlbumShelf title={t('home.often')} href={paths.years} albums={heard?.often ?? []} />
          <Random />
          <Genres />
          <Decades />
        </div>
      )}
    </Page>
  );
}

interface AlbumShelfProps {
  title: string;
  href?: string;
  /** Undefined while they are being loaded. */
  albums: readonly CardAlbum[] | undefined;
}

function AlbumShelf({ albums, ...shelf }: AlbumShelfProps) {
  if (albums === undefined) {
    return (
      <Loading>
        <Shelf {...shelf}>
          {Array.from({ length: 8 }, (_, i) => (
            <li key={i}>
              <CardSkeleton />
            </li>
          ))}
        </Shelf>
      </Loading>
    );
  }
  if (albums.length === 0) return null;
  return (
    <Shelf {...shelf}>
      {albums.map((album) => (
        <li key={album.id}>
          <AlbumCard album={album} />
        </li>
      ))}
    </Shelf>
  );
}

function Starred() {
  const { data } = useResource<ListOf<CardAlbum>>(
    withQuery('/stars', { kind: 'album', limit: SHELF, fields }),
  );
  if (!data.value?.items.length) return null;
  return <AlbumShelf title={t('home.starred')} href={paths.stars} albums={data.value.items} />;
}

function Random() {
  const { data } = useResource<ListOf<CardAlbum>>(
    withQuery('/albums', { order: 'random', limit: SHELF, fields }),
  );
  return (
    <AlbumShelf title={t('home.random')} href={`${paths.albums}?order=random`} albums={data.value?.items} />
  );
}

function Genres() {
  const { data } = useResource<ListOf<GenreResource>>('/genres?limit=500');
  const genres = [...(data.value?.items ?? [])].sort((a, b) => b.albumCount - a.albumCount).slice(0, 12);
  if (genres.length === 0) return null;
  return (
    <Shelf title={t('home.genres')} href={paths.genres}>
      {genres.map(({ name, albumCount }) => (
        <li key={name} class="shelf-tile">
          <Tile href={paths.genre(name)} name={name} albums={albumCount} />
        </li>
      ))}
    </Shelf>
  );
}

function Decades() {
  const { data } = useResource<ListOf<DecadeResource>>('/decades?limit=500');
  const decades = (data.value?.items ?? []).filter(({ albumCount }) => albumCount > 0).reverse();
  if (decades.length < 2) return null;
  return (
    <Shelf title={t('home.decades')}>
      {decades.map(({ decade, albumCount }) => (
        <li key={decade} class="shelf-tile">
          <Tile
            href={`${paths.albums}?decade=${decade}`}
            name={t('albums.decadeOf', { year: String(decade) })}
            albums={albumCount}
          />
        </li>
      ))}
    </Shelf>
  );
}
