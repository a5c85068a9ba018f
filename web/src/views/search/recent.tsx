import { signal } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Section } from '../../components/page.tsx';
import { Empty } from '../../components/states.tsx';
import { t } from '../../i18n/locale.ts';
import { setQuery } from '../../router.ts';
import { forgetAtSignOut } from '../../state/account.ts';
import { keep, kept, storage } from '../../state/storage.ts';

const KEPT = 'cantiga-searches';
const MOST = 8;

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

/** What was looked for before, or what could be. */
export function RecentSearches() {
  if (searches.value.length === 0) {
    return <Empty icon="search" title={t('search.hintTitle')} text={t('search.hint')} />;
  }
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
