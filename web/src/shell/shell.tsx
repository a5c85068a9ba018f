import { useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { DialogLayer } from '../components/dialog.tsx';
import { MenuLayer } from '../components/menu.tsx';
import { Toasts } from '../components/toasts.tsx';
import { t } from '../i18n/locale.ts';
import { path } from '../router.ts';
import { routeAt } from '../routes.ts';
import { currentTrack } from '../state/player.ts';
import { isQueueOpen } from '../state/queue-panel.ts';
import { Notices } from './notices.tsx';
import { Outlet } from './outlet.tsx';
import { PlayerBar } from './player-bar.tsx';
import { QueuePanel } from './queue-panel.tsx';
import { listenForShortcuts } from './shortcuts.ts';
import { Sidebar } from './sidebar.tsx';
import { TabBar } from './tab-bar.tsx';
import '../styles/shell.css';

/** Navigation, the page that is open, and the player. */
export function Shell() {
  useEffect(listenForShortcuts, []);
  const isWhole = routeAt(path.value)?.route.isWhole === true;
  const hasMusic = currentTrack.value !== undefined;
  useSignalEffect(() => {
    const root = document.documentElement;
    root.toggleAttribute('data-music', currentTrack.value !== undefined);
    root.toggleAttribute('data-whole', routeAt(path.value)?.route.isWhole === true);
  });
  return (
    <>
      {!isWhole && (
        <button type="button" class="skip" onClick={toMain}>
          {t('app.skip')}
        </button>
      )}
      {!isWhole && <Sidebar />}
      <Outlet />
      {!isWhole && (
        <div class="dock">
          <Notices />
          {hasMusic && <PlayerBar />}
          <TabBar />
        </div>
      )}
      {!isWhole && isQueueOpen.value && <QueuePanel />}
      <Toasts />
      <MenuLayer />
      <DialogLayer />
    </>
  );
}

function toMain(): void {
  document.querySelector<HTMLElement>('main')?.focus();
}
