import { Icon } from '../components/icon.tsx';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { isHere } from '../router.ts';
import { me } from '../state/account.ts';
import { showMenu } from '../state/menu.ts';
import { accountMenu } from './account-menu.ts';
import { type Destination, FIRST, LIBRARY } from './nav.ts';
import { SidebarPlaylists } from './sidebar-playlists.tsx';
import '../styles/sidebar.css';

/** Navigation beside the page; narrow windows have it narrow, phones have tabs instead. */
export function Sidebar() {
  return (
    <header class="sidebar">
      <a class="brand" href={paths.home}>
        <img src="/icon.svg" alt="" width="32" height="32" />
        <span class="brand-name">Cantiga</span>
      </a>
      <nav class="sidebar-nav" aria-label={t('nav.main')}>
        <ul class="sidebar-group">
          {FIRST.map((to) => (
            <Entry key={to.href} {...to} />
          ))}
        </ul>
        <ul class="sidebar-group">
          {LIBRARY.map((to) => (
            <Entry key={to.href} {...to} />
          ))}
        </ul>
        <SidebarPlaylists />
      </nav>
      <AccountButton />
    </header>
  );
}

function Entry({ href, label, icon }: Destination) {
  const isCurrent = isHere(href);
  return (
    <li>
      <a class="sidebar-link" href={href} aria-current={isCurrent ? 'page' : undefined}>
        <Icon name={icon} size={22} />
        <span class="one-line">{t(label)}</span>
      </a>
    </li>
  );
}

function AccountButton() {
  const name = me.value?.username ?? '';
  return (
    <button
      type="button"
      class="account"
      aria-haspopup="menu"
      aria-label={t('nav.account', { name })}
      onClick={(event) => showMenu(t('nav.account', { name }), accountMenu(), event.currentTarget)}
    >
      <span class="account-initial" data-initial={[...name][0]?.toLocaleUpperCase() ?? ''} />
      <span class="account-name one-line" dir="auto">
        {name}
      </span>
      <Icon name="more" size={18} />
    </button>
  );
}
