import { Icon, type IconName } from '../components/icon.tsx';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { isHere, navigate } from '../router.ts';
import { type MenuGroups, showMenu } from '../state/menu.ts';
import { accountMenu } from './account-menu.ts';
import { type Destination, FIRST, LIBRARY } from './nav.ts';
import '../styles/tab-bar.css';

const TABS: readonly Destination[] = [...FIRST, ...LIBRARY.slice(0, 2)];
const REST = LIBRARY.slice(2);

/** Navigation on a phone, where the thumb is. */
export function TabBar() {
  const isElsewhere = !TABS.some(({ href }) => isHere(href));
  return (
    <nav class="tab-bar" aria-label={t('nav.main')}>
      {TABS.map(({ href, label, icon }) => (
        <a key={href} class="tab" href={href} aria-current={isHere(href) ? 'page' : undefined}>
          <TabFace icon={icon} label={t(label)} />
        </a>
      ))}
      <button
        type="button"
        class={isElsewhere ? 'tab tab-current' : 'tab'}
        aria-haspopup="menu"
        onClick={(event) => showMenu(t('nav.more'), moreMenu(), event.currentTarget)}
      >
        <TabFace icon="more" label={t('nav.more')} />
      </button>
    </nav>
  );
}

function TabFace({ icon, label }: { icon: IconName; label: string }) {
  return (
    <>
      <Icon name={icon} size={24} />
      <span class="tab-label one-line">{label}</span>
    </>
  );
}

function moreMenu(): MenuGroups {
  const library = REST.map(({ href, label, icon }) => ({
    label: t(label),
    icon,
    run: () => navigate(href),
  }));
  const queue = { label: t('queue.title'), icon: 'queue' as const, run: () => navigate(paths.queue) };
  return [[...library, queue], ...accountMenu()];
}
