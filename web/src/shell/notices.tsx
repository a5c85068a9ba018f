import type { ComponentChildren } from 'preact';
import { connected, look } from '../api/connection.ts';
import { scan } from '../api/live.ts';
import { Icon, type IconName } from '../components/icon.tsx';
import { t } from '../i18n/locale.ts';
import { playingOn } from '../sharing/elsewhere.ts';
import { playHere } from '../sharing/share.ts';
import { enterAgain, entryFailure, me } from '../state/account.ts';
import { explain } from '../state/explain.ts';
import { player } from '../state/player.ts';
import '../styles/notices.css';

/** What one should know while it is so: above the player, until it is over. */
export function Notices() {
  const error = player.error.value;
  const elsewhere = player.elsewhere.value;
  return (
    <div class="notices" role="status">
      {!connected.value && (
        <Notice icon="offline" action={{ label: t('offline.retry'), run: () => void look() }}>
          {t(error?.kind === 'network' ? 'player.network' : 'offline.title')}
        </Notice>
      )}
      {connected.value && me.value === undefined && entryFailure.value !== undefined && (
        <Notice icon="alert" action={{ label: t('error.retry'), run: () => void enterAgain() }}>
          {explain(entryFailure.value)}
        </Notice>
      )}
      {connected.value && error && (
        <Notice icon="alert" {...(error.kind === 'blocked' && { action: playAction() })}>
          {errorText(error.kind, error.track.title)}
        </Notice>
      )}
      {!error && elsewhere?.playing && (
        <Notice icon="volume">
          {t('player.elsewhere')}: {elsewhere.track.title}
        </Notice>
      )}
      <PlayingElsewhere />
      {scan.value?.scanning && scan.value.toRead > 0 && (
        <Notice icon="folder">{t('scan.reading', { n: scan.value.tracks })}</Notice>
      )}
    </div>
  );
}

/** On which other device the music plays, and how to go on with it here. */
export function PlayingElsewhere() {
  const device = playingOn.value;
  if (device === null) return null;
  return (
    <Notice icon="volume" action={{ label: t('player.playHere'), run: playHere }}>
      {t('player.elsewhereOn', { device: device.name })}
    </Notice>
  );
}

const playAction = () => ({ label: t('player.play'), run: () => player.play() });

function errorText(kind: NonNullable<typeof player.error.value>['kind'], title: string): string {
  switch (kind) {
    case 'network':
      return t('player.network');
    case 'busy':
      return t('player.busy');
    case 'missing':
      return t('player.missing', { title });
    case 'undecodable':
      return t('player.undecodable', { title });
    case 'signed-out':
      return t('player.signedOut');
    case 'blocked':
      return t('player.blocked');
  }
}

interface NoticeProps {
  icon: IconName;
  children: ComponentChildren;
  action?: { label: string; run: () => void };
}

function Notice({ icon, children, action }: NoticeProps) {
  return (
    <p class="notice">
      <Icon name={icon} size={18} />
      <span class="notice-text some-lines">{children}</span>
      {action && (
        <button type="button" class="notice-action" onClick={action.run}>
          {action.label}
        </button>
      )}
    </p>
  );
}
