import { t } from '../i18n/locale.ts';
import { endListening } from '../listening/report.ts';
import { paths } from '../path.ts';
import { navigate } from '../router.ts';
import { me, signOut } from '../state/account.ts';
import { explain } from '../state/explain.ts';
import type { MenuGroups } from '../state/menu.ts';
import { player } from '../state/player.ts';
import { toast } from '../state/toasts.ts';
import { showShortcuts } from './shortcuts-dialog.tsx';

export const isAdmin = () => me.value?.roles.includes('admin') === true;

/** What concerns whoever is signed in. */
export function accountMenu(): MenuGroups {
  return [
    [
      { label: t('nav.history'), icon: 'history', run: () => navigate(paths.history) },
      { label: t('shortcuts.title'), icon: 'keyboard', run: showShortcuts },
    ],
    [
      { label: t('nav.settings'), icon: 'settings', run: () => navigate(paths.settings) },
      ...(isAdmin()
        ? [{ label: t('nav.admin'), icon: 'shield' as const, run: () => navigate(paths.admin) }]
        : []),
    ],
    [{ label: t('nav.signOut'), icon: 'signOut', run: () => void leave() }],
  ];
}

/** Signs out: the music stops, and nothing of it stays in this browser. */
async function leave(): Promise<void> {
  try {
    await endListening();
    await signOut();
    player.forget();
    navigate(paths.home, { replace: true });
  } catch (error) {
    toast(explain(error), { kind: 'failure' });
  }
}
