import type { ComponentChildren } from 'preact';
import type { EngineResource, FolderResource, ListOf } from '../../../../services/gateway/rest/resources.ts';
import { useResource } from '../../api/resource.ts';
import { Button } from '../../components/button.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { rich, t } from '../../i18n/locale.ts';
import { paths } from '../../path.ts';
import { prefer, preferences, preferencesAreKnown } from '../../state/preferences.ts';
import '../../styles/welcome.css';

/** What to do next, for who is here for the first time. */
export function Welcome({ engine }: { engine: EngineResource | undefined }) {
  const { data } = useResource<ListOf<FolderResource>>('/folders');
  if (!preferencesAreKnown.value || preferences.value.welcomed || engine === undefined) return null;
  const isDemo = data.value?.items.some(({ name }) => /demo/i.test(name)) === true;
  const variable = <code>CANTIGA_MUSIC</code>;
  return (
    <section class="welcome" aria-labelledby="welcome-title">
      <header class="welcome-head">
        <h2 id="welcome-title" class="welcome-title">
          {t('welcome.title')}
        </h2>
        <p class="welcome-text">{t('welcome.text')}</p>
      </header>
      <ul class="welcome-steps">
        <Step icon="folder" title={t('welcome.music')}>
          {isDemo
            ? rich('welcome.musicDemo', { variable })
            : rich('welcome.musicHere', { variable, n: engine.tracks })}
        </Step>
        <Step icon="phone" title={t('welcome.apps')}>
          {rich('welcome.appsText', { address: <code>{location.origin}</code> })}{' '}
          <a class="text-link" href={`${paths.settings}#devices`}>
            {t('welcome.appsLink')}
          </a>
        </Step>
        <Step icon="keyboard" title={t('welcome.keys')}>
          {rich('welcome.keysText', { search: <kbd>/</kbd>, space: <kbd>{t('shortcuts.space')}</kbd> })}
        </Step>
      </ul>
      <Button look="plain" icon="check" onClick={() => prefer({ welcomed: true })}>
        {t('welcome.done')}
      </Button>
    </section>
  );
}

function Step({ icon, title, children }: { icon: IconName; title: string; children: ComponentChildren }) {
  return (
    <li class="welcome-step">
      <Icon name={icon} size={24} />
      <div>
        <h3 class="welcome-step-title">{title}</h3>
        <p class="welcome-step-text">{children}</p>
      </div>
    </li>
  );
}
