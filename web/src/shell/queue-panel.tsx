import { useEffect, useRef } from 'preact/hooks';
import { Button, IconButton } from '../components/button.tsx';
import { QueueList } from '../components/queue-list.tsx';
import { Empty } from '../components/states.tsx';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { player } from '../state/player.ts';
import { isQueueOpen } from '../state/queue-panel.ts';
import { choosePlaylist } from './playlist-dialogs.tsx';
import '../styles/queue-panel.css';

/** The queue beside the page. */
export function QueuePanel() {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    panel.current!.focus({ preventScroll: true });
    return () => opener?.focus({ preventScroll: true });
  }, []);
  const close = () => {
    isQueueOpen.value = false;
  };
  return (
    <aside
      ref={panel}
      class="queue-panel"
      aria-label={t('queue.title')}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <header class="queue-panel-head">
        <h2 class="section-title">{t('queue.title')}</h2>
        <a class="quiet-link" href={paths.history}>
          {t('nav.history')}
        </a>
        <IconButton icon="close" size="small" label={t('dialog.close')} onClick={close} />
      </header>
      <div class="queue-panel-body" data-scrolls>
        {player.queue.value.length > 0 ? (
          <QueueList />
        ) : (
          <Empty icon="queue" title={t('player.nothing')} text={t('player.nothingText')} />
        )}
      </div>
      {player.queue.value.length > 0 && <QueueTools />}
    </aside>
  );
}

/** What can be done with the queue as a whole. */
export function QueueTools() {
  return (
    <footer class="queue-tools">
      <Button
        look="quiet"
        icon="plus"
        aria-haspopup="menu"
        onClick={(event) =>
          choosePlaylist(() => player.queue.peek().map(({ track }) => track.id), event.currentTarget)
        }
      >
        {t('queue.save')}
      </Button>
      <Button look="quiet" icon="trash" onClick={() => player.clear()}>
        {t('queue.clear')}
      </Button>
    </footer>
  );
}
