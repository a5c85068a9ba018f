import { signal } from '@preact/signals';
import type { GenreResource, ListOf } from '../../../../services/gateway/rest/resources.ts';
import { useResource } from '../../api/resource.ts';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Section } from '../../components/page.tsx';
import { Empty } from '../../components/states.tsx';
import { Tile } from '../../components/tile.tsx';
import { t } from '../../i18n/locale.ts';
import { paths } from '../../path.ts';
import { setQuery } from '../../router.ts';
import { forgetAtSignOut } from '../../state/account.ts';
import { keep, kept, storage } from '../../state/storage.ts';

const KEPT = 'cantiga-searches';
const MOST = 8;
const GENRES = 12;

const searches = signal<readonly string[]>(kept<string[]>(KEPT) ?? []);

function forget(): void {
  searches.value = [];
  storage.remove(KEPT);
}
forgetAtSignOut(forget);

/** Remembers what was looked for; what a longer search began with goes. */
export function rememberSearch(text: string): void {
  const wanted = text.trim();
  if (wanted.length < 2) return;
  const isPartOf = (other: string) => wanted.toLowerCase().startsWith(other.toLowerCase());
  searches.value = [wanted, ...searches.peek().filter((other) => !isPartOf(other))].slice(0, MOST);
  keep(KEPT, searches.peek());
}

/** Before anything is typed: what was looked for before, and what there is. */
export function BeforeSearch() {
  const genres = useResource<ListOf<GenreResource>>('/genres?limit=500');
  const largest = [...(genres.data.value?.items ?? [])]
    .sort((a, b) => b.albumCount - a.albumCount)
    .slice(0, GENRES);
  const isKnown = genres.data.value !== undefined || genres.error.value !== undefined;
  return (
    <>
      {searches.value.length > 0 && <RecentSearches />}
      {searches.value.length === 0 && largest.length === 0 && isKnown && (
        <Empty icon="search" title={t('search.hintTitle')} text={t('search.hint')} />
      )}
      {largest.length > 0 && (
        <Section
          title={t('home.genres')}
          link={
            <a
              class="quiet-link"
              href={paths.genres}
              aria-label={t('home.allOf', { what: t('home.genres') })}
            >
              {t('home.all')}
            </a>
          }
        >
          <ul class="tiles">
            {largest.map(({ name, albumCount }) => (
              <li key={name}>
                <Tile href={paths.genre(name)} name={name} albums={albumCount} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function RecentSearches() {
  return (
    <Section
      title={t('search.recent')}
      link={
        <Button look="quiet" onClick={forget}>
          {t('search.forget')}
        </Button>
      }
    >
      <ul class="search-recent">
        {searches.value.map((text) => (
          <li key={text}>
            <button type="button" class="search-again" onClick={() => setQuery({ q: text })}>
              <Icon name="history" size={20} />
              <span class="one-line" dir="auto">
                {text}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
