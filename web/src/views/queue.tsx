import { Page } from '../components/page.tsx';
import { QueueList } from '../components/queue-list.tsx';
import { Empty } from '../components/states.tsx';
import { span } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { QueueTools } from '../shell/queue-panel.tsx';
import { player } from '../state/player.ts';

export function QueueView() {
  const upcoming = player.queue.value.slice(Math.max(0, player.index.value));
  const seconds = upcoming.reduce((sum, { track }) => sum + track.format.duration, 0);
  return (
    <Page
      title={t('queue.title')}
      about={
        upcoming.length > 0 ? `${t('album.tracks', { n: upcoming.length })} · ${span(seconds)}` : undefined
      }
      tools={upcoming.length > 0 && <QueueTools />}
    >
      {upcoming.length > 0 ? (
        <QueueList />
      ) : (
        <Empty icon="queue" title={t('player.nothing')} text={t('player.nothingText')}>
          <a class="button button-plain" href={paths.albums}>
            {t('albums.title')}
          </a>
        </Empty>
      )}
    </Page>
  );
}
