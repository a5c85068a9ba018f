import type { EngineResource } from '../../../services/gateway/rest/resources.ts';
import { useResource } from '../api/resource.ts';
import { moment, number } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { Listeners } from './admin/listeners.tsx';
import { AdminPage } from './admin/page.tsx';
import { Problems } from './admin/problems.tsx';
import { Scan } from './admin/scan.tsx';
import { Card } from './settings/card.tsx';
import '../styles/settings.css';
import '../styles/admin.css';

export function AdminView() {
  return (
    <AdminPage title={t('nav.admin')}>
      {() => (
        <div class="settings">
          <Scan />
          <Problems />
          <Listeners />
          <Engine />
        </div>
      )}
    </AdminPage>
  );
}

function Engine() {
  const engine = useResource<EngineResource>('/engine').data.value;
  if (engine === undefined) return null;
  const facts = [
    [t('engine.version'), engine.version],
    [t('nav.artists'), number(engine.artists)],
    [t('nav.albums'), number(engine.albums)],
    [t('track.list'), number(engine.tracks)],
    [t('engine.started'), moment(engine.started)],
    [t('engine.changed'), moment(engine.changed)],
  ];
  return (
    <Card
      title={t('engine.title')}
      tools={
        <a class="quiet-link" href="/api/docs" target="_blank" rel="noreferrer">
          {t('engine.api')}
        </a>
      }
    >
      <dl class="facts">
        {facts.map(([label, value]) => (
          <div key={label} class="fact">
            <dt>{label}</dt>
            <dd class="numbers">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
