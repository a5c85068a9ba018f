import type { ScanProblemResource } from '../../../../services/gateway/rest/resources.ts';
import { usePages } from '../../api/pages.ts';
import { Button } from '../../components/button.tsx';
import { date } from '../../i18n/format.ts';
import { t } from '../../i18n/locale.ts';
import { Card } from '../settings/card.tsx';

/** Files that could not be read, and why. */
export function Problems() {
  const pages = usePages<ScanProblemResource>('/scan/problems', {});
  const items = pages.items.value;
  if (items.length === 0) return null;
  return (
    <Card title={t('problems.title')} text={t('problems.text')}>
      <ul class="rows">
        {items.map(({ id, path, reason, since }) => (
          <li key={id} class="row">
            <div class="row-words">
              <p class="problem-path" dir="auto">
                {path}
              </p>
              <p class="row-about">
                {reason} · {t('problems.since', { date: date(since) })}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {!pages.isWhole.value && (
        <Button look="quiet" onClick={() => pages.need(items.length + 100)}>
          {t('problems.more')}
        </Button>
      )}
    </Card>
  );
}
