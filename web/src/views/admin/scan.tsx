import { useEffect } from 'preact/hooks';
import type { FolderResource, ListOf, ScanResource } from '../../../../services/gateway/rest/resources.ts';
import { get, request } from '../../api/http.ts';
import { scan } from '../../api/live.ts';
import { useResource } from '../../api/resource.ts';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { moment, number } from '../../i18n/format.ts';
import { rich, t } from '../../i18n/locale.ts';
import { attempted } from '../../state/playlists.ts';
import { Card } from '../settings/card.tsx';

/** The music folders, and how far the engine is with reading them: told as it happens. */
export function Scan() {
  const folders = useResource<ListOf<FolderResource>>('/folders').data.value?.items ?? [];
  const status = scan.value;
  useEffect(() => {
    if (scan.peek() !== undefined) return;
    get<ScanResource>('/scan').then(
      (now) => {
        scan.value ??= now;
      },
      () => {},
    );
  }, []);
  const ask = (method: string, body?: object) =>
    attempted(async () => {
      scan.value = await request<ScanResource>(method, '/scan', body ? { body } : {});
    });
  const isRunning = status?.scanning === true;
  return (
    <Card
      title={t('folders.title')}
      text={rich('folders.text', { variable: <code>CANTIGA_MUSIC</code> })}
      tools={
        isRunning ? (
          <Button icon="close" onClick={() => void ask('DELETE')}>
            {t('scan.stop')}
          </Button>
        ) : (
          <div class="row-tools">
            <Button icon="retry" onClick={() => void ask('POST', {})}>
              {t('scan.start')}
            </Button>
            <Button look="quiet" onClick={() => void ask('POST', { full: true })}>
              {t('scan.full')}
            </Button>
          </div>
        )
      }
    >
      <ul class="rows">
        {folders.map(({ id, name }) => (
          <li key={id} class="row">
            <Icon name="folder" size={22} />
            <div class="row-words">
              <p class="row-name one-line" dir="auto">
                {name}
              </p>
              {status?.unavailable.includes(id) && (
                <p class="row-about row-alert">{t('folders.unavailable')}</p>
              )}
            </div>
          </li>
        ))}
      </ul>
      {status && <Progress status={status} />}
    </Card>
  );
}

function Progress({ status }: { status: ScanResource }) {
  const { scanning, seen, read, toRead, problems, finishedAt, state } = status;
  const part = toRead > 0 ? read / toRead : 0;
  return (
    <div class="scan">
      {scanning && (
        <div
          class="progress"
          role="progressbar"
          aria-label={t('folders.title')}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(part * 100)}
        >
          <span style={{ '--part': part.toFixed(3) }} />
        </div>
      )}
      <p class="row-about" role="status">
        {scanning
          ? t('scan.progress', { seen: number(seen), read: number(read), toRead: number(toRead) })
          : state === 'cancelled'
            ? t('scan.cancelled')
            : finishedAt
              ? t('scan.finished', { date: moment(finishedAt), seen: number(seen), read: number(read) })
              : t('scan.never')}
        {problems > 0 && ` ${t('scan.problems', { n: problems })}`}
      </p>
    </div>
  );
}
