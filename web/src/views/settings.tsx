import { useEffect } from 'preact/hooks';
import type { UserResource } from '../../../services/gateway/rest/resources.ts';
import { request } from '../api/http.ts';
import type { GainMode } from '../audio/player.ts';
import { Choice, Switch } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { LANGUAGES, type Language, language, t } from '../i18n/locale.ts';
import { ShortcutList } from '../shell/shortcuts-dialog.tsx';
import { me } from '../state/account.ts';
import { player } from '../state/player.ts';
import { attempted } from '../state/playlists.ts';
import { prefer, preferences, type Theme, theme } from '../state/preferences.ts';
import { Card } from './settings/card.tsx';
import { Devices } from './settings/devices.tsx';
import { Password } from './settings/password.tsx';
import '../styles/settings.css';

export function SettingsView() {
  useEffect(() => {
    if (location.hash !== '') document.querySelector(location.hash)?.scrollIntoView();
  }, []);
  return (
    <Page title={t('nav.settings')}>
      <div class="settings">
        <Look />
        <Playback />
        <Devices />
        <Password />
        <Keys />
      </div>
    </Page>
  );
}

function Look() {
  const themes: Theme[] = ['system', 'light', 'dark'];
  return (
    <Card title={t('settings.look')}>
      <Choice
        label={t('theme.label')}
        value={theme.value}
        options={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
        onChange={(value) => prefer({ theme: value })}
      />
      <Choice
        label={t('language.label')}
        value={language.value}
        options={Object.entries(LANGUAGES).map(([value, label]) => ({ value: value as Language, label }))}
        onChange={(value) => prefer({ language: value })}
      />
    </Card>
  );
}

function Playback() {
  const modes: GainMode[] = ['album', 'track', 'off'];
  const user = me.value;
  const setScrobbling = (scrobbling: boolean) =>
    attempted(async () => {
      me.value = await request<UserResource>('PATCH', '/me', { body: { scrobbling } });
    });
  return (
    <Card title={t('settings.playback')}>
      <Choice
        label={t('gain.label')}
        hint={t('gain.hint')}
        value={player.gainMode.value}
        options={modes.map((value) => ({ value, label: t(`gain.${value}`) }))}
        onChange={(value) => player.setGainMode(value)}
      />
      {user && (
        <Switch
          label={t('settings.scrobbling')}
          hint={t('settings.scrobblingHint')}
          on={user.scrobbling}
          onChange={(on) => void setScrobbling(on)}
        />
      )}
    </Card>
  );
}

function Keys() {
  return (
    <Card title={t('shortcuts.title')} id="shortcuts">
      <Switch
        label={t('shortcuts.on')}
        hint={t('shortcuts.onHint')}
        on={preferences.value.shortcuts !== false}
        onChange={(shortcuts) => prefer({ shortcuts })}
      />
      <ShortcutList />
    </Card>
  );
}
