import type { ComponentChildren } from 'preact';
import type { EngineResource, FolderResource, ListOf } from '../../../../services/gateway/rest/resources.ts';
import { useResource } from '../../api/resource.ts';
import { Button } from '../../components/button.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { rich, t } from '../../i18n/locale.ts';
import { paths } from '../../path.ts';
import { prefer, preferences, preferencesAreKnown, preferencesWereAsked } from '../../state/preferences.ts';
import { useInTime } from './in-time.ts';
import '../../styles/welcome.css';

interface WelcomeProps {
  tracks: number;
  isDemo: boolean;
}

/** What to greet with who is here for the first time; null for everybody else, undefined while that is not known. */
export function useWelcome(): WelcomeProps | null | undefined {
  return useInTime(useNewcomer(), null);
}

function useNewcomer(): WelcomeProps | null | undefined {
  const engine = useResource<EngineResource>('/engine');
  const folders = useResource<ListOf<FolderResource>>('/folders');
  const failure = engine.error.value ?? folders.error.value;
  if (preferences.value.welcomed || failure !== undefined) return null;
  if (!preferencesAreKnown.value) return preferencesWereAsked.value ? null : undefined;
  if (engine.data.value === undefined || folders.data.value === undefined) return undefined;
  const isDemo = folders.data.value.items.some(({ name }) => /demo/i.test(name));
  return { tracks: engine.data.value.tracks, isDemo };
}

/** What to do next, for who is here for the first time. */
export function Welcome({ tracks, isDemo }: WelcomeProps) {
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
            : rich('welcome.musicHere', { variable, n: tracks })}
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
