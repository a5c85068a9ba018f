import { useSignal } from '@preact/signals';
import { request } from '../../api/http.ts';
import { Refused } from '../../api/problem.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { useSending } from '../../components/form.ts';
import { t } from '../../i18n/locale.ts';
import { explain } from '../../state/explain.ts';
import { toast } from '../../state/toasts.ts';
import { Card } from './card.tsx';

const SHORTEST = 8;

export function Password() {
  const current = useSignal('');
  const wanted = useSignal('');
  const { isBusy, error, send } = useSending();
  const submit = async (event: Event) => {
    event.preventDefault();
    const body = { current: current.value, password: wanted.value };
    const isDone = await send(() => request('PUT', '/me/password', { body }), whatIsWrong);
    if (!isDone) return;
    current.value = '';
    wanted.value = '';
    toast(t('password.done'));
  };
  return (
    <Card title={t('password.title')} text={t('password.text')}>
      <form class="form" onSubmit={(event) => void submit(event)}>
        <Field
          label={t('password.current')}
          type="password"
          autocomplete="current-password"
          value={current.value}
          onValue={(value) => {
            current.value = value;
          }}
          required
        />
        <Field
          label={t('password.new')}
          hint={t('password.hint')}
          type="password"
          autocomplete="new-password"
          minLength={SHORTEST}
          maxLength={256}
          value={wanted.value}
          onValue={(value) => {
            wanted.value = value;
          }}
          required
          error={error.value}
        />
        <div>
          <Button submit disabled={isBusy.value}>
            {t('password.submit')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function whatIsWrong(error: unknown): string {
  const isWrong = error instanceof Refused && error.type === 'wrong-credentials';
  return isWrong ? t('password.wrong') : explain(error);
}
