import { useSignal } from '@preact/signals';
import type { NewDeviceResource } from '../../../../services/gateway/rest/resources.ts';
import { request } from '../../api/http.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { useSending } from '../../components/form.ts';
import { QrCode } from '../../components/qr-code.tsx';
import { t } from '../../i18n/locale.ts';
import { me } from '../../state/account.ts';
import { showDialog } from '../../state/dialog.ts';
import { toast } from '../../state/toasts.ts';

/** Makes a password for an app, and shows it this once. */
export function addDevice(onMade: () => void): void {
  showDialog((close) => <NewDevice close={close} onMade={onMade} />);
}

function NewDevice({ close, onMade }: { close: () => void; onMade: () => void }) {
  const name = useSignal('');
  const made = useSignal<NewDeviceResource | undefined>(undefined);
  const { isBusy, error, send } = useSending();
  const submit = () =>
    send(async () => {
      made.value = await request<NewDeviceResource>('POST', '/devices', {
        body: { name: name.value.trim() },
      });
      onMade();
    });
  if (made.value !== undefined) return <Made device={made.value} close={close} />;
  return (
    <Dialog
      title={t('devices.add')}
      close={close}
      submit={() => void submit()}
      actions={
        <>
          <Button onClick={close}>{t('dialog.cancel')}</Button>
          <Button look="primary" submit disabled={isBusy.value || name.value.trim() === ''}>
            {t('devices.make')}
          </Button>
        </>
      }
    >
      <Field
        label={t('devices.name')}
        hint={t('devices.nameHint')}
        value={name.value}
        onValue={(value) => {
          name.value = value;
        }}
        maxLength={100}
        error={error.value}
        autofocus
      />
    </Dialog>
  );
}

function Made({ device, close }: { device: NewDeviceResource; close: () => void }) {
  const user = me.value?.username ?? '';
  const lines = [
    { label: t('devices.address'), value: location.origin },
    { label: t('signIn.name'), value: user },
    { label: t('signIn.password'), value: device.secret },
    { label: t('devices.apiKey'), value: device.apiKey },
  ];
  return (
    <Dialog
      title={t('devices.made', { name: device.name })}
      close={close}
      actions={
        <Button look="primary" onClick={close}>
          {t('devices.done')}
        </Button>
      }
    >
      <p>{t('devices.once')}</p>
      <QrCode text={[location.origin, user, device.secret].join('\n')} label={t('devices.qr')} />
      <dl class="secrets">
        {lines.map(({ label, value }) => (
          <div key={label} class="secret">
            <dt>{label}</dt>
            <dd>
              <code>{value}</code>
            </dd>
            <IconButton
              icon="link"
              size="small"
              label={t('devices.copy', { what: label })}
              onClick={() => void copy(value)}
            />
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(t('devices.copied'));
  } catch {
    toast(t('menu.notCopied'), { kind: 'failure' });
  }
}
