import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { SearchResource, TrackResource } from '../../../services/gateway/rest/resources.ts';
import { get, withQuery } from '../api/http.ts';
import { IconButton } from '../components/button.tsx';
import { AlbumCard, ArtistCard } from '../components/card.tsx';
import { Icon } from '../components/icon.tsx';
import { Marked } from '../components/marked.tsx';
import { Page, Section } from '../components/page.tsx';
import { Shelf } from '../components/shelf.tsx';
import { Empty, Failure } from '../components/states.tsx';
import { TrackList } from '../components/track-list.tsx';
import { t } from '../i18n/locale.ts';
import { query, setQuery } from '../router.ts';
import { BeforeSearch, rememberSearch } from './search/recent.tsx';
import '../styles/search.css';

/** Milliseconds after the last letter before the server is asked. */
const PAUSE = 120;
/** Milliseconds after which what is still there was worth searching. */
const WORTH = 2500;
const MOST = { artists: 12, albums: 18, tracks: 50 };

interface Found {
  query: string;
  result: SearchResource;
}

export function SearchView() {
  const text = query.value.get('q') ?? '';
  const found = useSignal<Found | undefined>(undefined);
  const error = useSignal<unknown>(undefined);

  const search = (wanted: string) => {
    const stopped = new AbortController();
    get<SearchResource>(withQuery('/search', { q: wanted, ...MOST }), stopped.signal).then(
      (result) => {
        found.value = { query: wanted, result };
        error.value = undefined;
      },
      (reason: unknown) => {
        if (!stopped.signal.aborted) error.value = reason;
      },
    );
    return () => stopped.abort();
  };
  const wanted = text.trim();
  useEffect(() => {
    if (wanted === '') {
      found.value = undefined;
      error.value = undefined;
      return undefined;
    }
    let stop = () => {};
    const timer = setTimeout(() => {
      stop = search(wanted);
    }, PAUSE);
    const worth = setTimeout(() => rememberSearch(wanted), WORTH);
    return () => {
      clearTimeout(timer);
      clearTimeout(worth);
      stop();
    };
  }, [wanted]);

  return (
    <Page title={t('search.title')} hidesTitle>
      <SearchField text={text} />
      {error.value !== undefined && <Failure error={error.value} retry={() => search(wanted)} />}
      {wanted === '' && <BeforeSearch />}
      {error.value === undefined && wanted !== '' && found.value && <Results found={found.value} />}
    </Page>
  );
}

function SearchField({ text }: { text: string }) {
  return (
    <search class="search-field">
      <Icon name="search" size={24} />
      <input
        data-focus-first
        class="search-input"
        type="search"
        aria-label={t('search.title')}
        placeholder={t('search.placeholder')}
        value={text}
        spellcheck={false}
        autocomplete="off"
        enterkeyhint="search"
        autofocus
        onInput={(event) => setQuery({ q: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') setQuery({ q: undefined });
          if (event.key === 'Enter') rememberSearch(text);
        }}
      />
      {text !== '' && (
        <IconButton
          icon="close"
          label={t('search.clear')}
          onClick={() => {
            setQuery({ q: undefined });
            document.querySelector<HTMLInputElement>('[data-focus-first]')?.focus();
          }}
        />
      )}
    </search>
  );
}

function Results({ found: { query: wanted, result } }: { found: Found }) {
  const { artists, albums, tracks } = result;
  const count = artists.length + albums.length + tracks.length;
  const titleOf = useCallback(
    (track: TrackResource) => <Marked text={track.title} query={wanted} />,
    [wanted],
  );
  return (
    <>
      <p class="visually-hidden" role="status">
        {count === 0 ? t('search.noneTitle', { query: wanted }) : t('search.found', { n: count })}
      </p>
      {count === 0 && (
        <Empty icon="search" title={t('search.noneTitle', { query: wanted })} text={t('search.noneText')} />
      )}
      {artists.length > 0 && (
        <div class="search-artists">
          <Shelf title={t('artists.title')}>
            {artists.map((artist) => (
              <li key={artist.id}>
                <ArtistCard artist={artist} name={<Marked text={artist.name} query={wanted} />} />
              </li>
            ))}
          </Shelf>
        </div>
      )}
      {albums.length > 0 && (
        <Shelf title={t('albums.title')}>
          {albums.map((album) => (
            <li key={album.id}>
              <AlbumCard album={album} name={<Marked text={album.name} query={wanted} />} />
            </li>
          ))}
        </Shelf>
      )}
      {tracks.length > 0 && (
        <Section title={t('track.list')}>
          <TrackList tracks={tracks} label={t('track.list')} lead="cover" showsAlbum titleOf={titleOf} />
        </Section>
      )}
    </>
  );
}
