import { Dialog } from '../components/dialog.tsx';
import { t } from '../i18n/locale.ts';
import { showDialog } from '../state/dialog.ts';
import { SHORTCUTS } from './shortcuts.ts';
import '../styles/shortcuts.css';

/** Shows what keys do. */
export function showShortcuts(): void {
  showDialog((close) => (
    <Dialog title={t('shortcuts.title')} close={close}>
      <ShortcutList />
    </Dialog>
  ));
}

export function ShortcutList() {
  return (
    <dl class="shortcuts">
      {SHORTCUTS.map(({ keys, label }) => (
        <div key={label} class="shortcut">
          <dt>{t(label)}</dt>
          <dd>
            {keys.map((key) => (
              <kbd key={key}>{keyName(key)}</kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const ARROWS: Record<string, string> = { ArrowRight: '→', ArrowLeft: '←', ArrowUp: '↑', ArrowDown: '↓' };

function keyName(key: string): string {
  if (key === ' ') return t('shortcuts.space');
  const [name = '', shift] = key.split('+').reverse();
  const shown = ARROWS[name] ?? name.toLocaleUpperCase();
  return shift ? `⇧ ${shown}` : shown;
}
