import { useSignal } from '@preact/signals';
import type { UserResource } from '../../../../services/gateway/rest/resources.ts';
import { request } from '../../api/http.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field, Switch } from '../../components/field.tsx';
import { useSending } from '../../components/form.ts';
import { t } from '../../i18n/locale.ts';
import { showDialog } from '../../state/dialog.ts';
import { toast } from '../../state/toasts.ts';

/** Makes an account. */
export function addListener(onDone: () => void): void {
  showDialog((close) => <ListenerDialog close={close} onDone={onDone} />);
}

/** Gives somebody who has forgotten theirs another password. */
export function setPassword(user: UserResource, onDone: () => void): void {
  showDialog((close) => <ListenerDialog close={close} onDone={onDone} user={user} />);
}

function ListenerDialog({
  close,
  onDone,
  user,
}: {
  close: () => void;
  onDone: () => void;
  user?: UserResource;
}) {
  const name = useSignal('');
  const password = useSignal('');
  const admin = useSignal(false);
  const { isBusy, error, send } = useSending();
  const submit = async () => {
    const isDone = await send(() =>
      user
        ? request('PATCH', `/users/${encodeURIComponent(user.username)}`, {
            body: { password: password.value },
          })
        : request('POST', '/users', {
            body: { username: name.value.trim(), password: password.value, admin: admin.value },
          }),
    );
    if (!isDone) return;
    toast(user ? t('password.done') : t('listeners.added', { name: name.value.trim() }));
    close();
    onDone();
  };
  return (
    <Dialog
      title={user ? t('listeners.passwordOf', { name: user.username }) : t('listeners.add')}
      close={close}
      submit={() => void submit()}
      actions={
        <>
          <Button onClick={close}>{t('dialog.cancel')}</Button>
          <Button look="primary" submit disabled={isBusy.value}>
            {t('dialog.save')}
          </Button>
        </>
      }
    >
      <div class="form">
        {!user && (
          <Field
            label={t('signIn.name')}
            value={name.value}
            onValue={(value) => {
              name.value = value;
            }}
            autocomplete="off"
            autocapitalize="none"
            maxLength={64}
            required
            autofocus
          />
        )}
        <Field
          label={t('signIn.password')}
          hint={t('password.hint')}
          type="password"
          autocomplete="new-password"
          minLength={8}
          maxLength={256}
          value={password.value}
          onValue={(value) => {
            password.value = value;
          }}
          required
          error={error.value}
        />
        {!user && (
          <Switch
            label={t('listeners.admin')}
            hint={t('listeners.adminHint')}
            on={admin.value}
            onChange={(on) => {
              admin.value = on;
            }}
          />
        )}
      </div>
    </Dialog>
  );
}
