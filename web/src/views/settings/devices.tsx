import type { DeviceResource, ListOf } from '../../../../services/gateway/rest/resources.ts';
import { request } from '../../api/http.ts';
import { useResource } from '../../api/resource.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { ask } from '../../components/dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { Failure, Skeleton } from '../../components/states.tsx';
import { date } from '../../i18n/format.ts';
import { rich, t } from '../../i18n/locale.ts';
import { attempted } from '../../state/playlists.ts';
import { Card } from './card.tsx';
import { addDevice } from './new-device.tsx';

const PATH = '/devices?limit=500';

/** Apps that have a password of their own, and when they were used last. */
export function Devices() {
  const devices = useResource<ListOf<DeviceResource>>(PATH);
  const items = devices.data.value?.items;
  const revoke = async ({ id, name }: DeviceResource) => {
    const isSure = await ask({
      title: t('devices.revokeAsk', { name }),
      text: t('devices.revokeText'),
      confirm: t('devices.revoke'),
      danger: true,
    });
    if (isSure && (await attempted(() => request('DELETE', `/devices/${encodeURIComponent(id)}`)))) {
      await devices.load();
    }
  };
  return (
    <Card
      id="devices"
      title={t('devices.title')}
      text={rich('devices.text', { address: <code>{location.origin}</code> })}
      tools={
        <Button icon="plus" onClick={() => addDevice(() => void devices.load())}>
          {t('devices.add')}
        </Button>
      }
    >
      {devices.error.value !== undefined && (
        <Failure error={devices.error.value} retry={() => devices.load()} />
      )}
      {items === undefined && devices.error.value === undefined && <Skeleton height="3rem" />}
      {items?.length === 0 && <p class="settings-none">{t('devices.empty')}</p>}
      {items && items.length > 0 && (
        <ul class="rows">
          {items.map((device) => (
            <li key={device.id} class="row">
              <Icon name="phone" size={22} />
              <div class="row-words">
                <p class="row-name one-line" dir="auto">
                  {device.name}
                </p>
                <p class="row-about">{usedText(device)}</p>
              </div>
              <IconButton
                icon="trash"
                label={t('devices.revokeNamed', { name: device.name })}
                onClick={() => void revoke(device)}
              />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function usedText({ lastUsed, lastClient, created }: DeviceResource): string {
  if (lastUsed === undefined) return t('devices.neverUsed', { date: date(created) });
  return lastClient
    ? t('devices.usedBy', { date: date(lastUsed), client: lastClient })
    : t('devices.used', { date: date(lastUsed) });
}
