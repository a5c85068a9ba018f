import type { TracksNotFound } from '../../../../services/gateway/rest/resources.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { t } from '../../i18n/locale.ts';
import { showDialog } from '../../state/dialog.ts';
import '../../styles/missing.css';

type Lost = Pick<TracksNotFound, 'notFound' | 'missing'>;

/** Lines that are shown: enough to see what is wrong with the others. */
const MOST = 100;

/** Shows the lines of a playlist file for which there is no track. @param about what has come of it */
export function showMissing(title: string, { notFound, missing }: Lost, about?: string): void {
  const shown = missing.slice(0, MOST);
  showDialog((close) => (
    <Dialog
      title={title}
      close={close}
      submit={close}
      actions={
        <Button look="primary" submit>
          {t('playlist.done')}
        </Button>
      }
    >
      <p>{[about, t('playlists.notFoundText')].filter(Boolean).join(' ')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys */}
      <ol class="missing" tabIndex={0} aria-label={t('playlists.notFoundLines')}>
        {shown.map(({ line, text }) => (
          <li key={line} value={line} dir="auto">
            {text}
          </li>
        ))}
      </ol>
      {notFound > shown.length && <p>{t('playlists.andMore', { n: notFound - shown.length })}</p>}
    </Dialog>
  ));
}
