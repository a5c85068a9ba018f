import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Refused } from '../api/problem.ts';
import { signIn } from '../api/session.ts';
import { Button, IconButton } from '../components/button.tsx';
import { Field } from '../components/field.tsx';
import { Icon } from '../components/icon.tsx';
import { rich, t } from '../i18n/locale.ts';
import { arriveAnew } from '../router.ts';
import { explain } from '../state/explain.ts';
import '../styles/sign-in.css';

/** What whoever is not signed in sees, at any address: afterwards they are where they wanted to be. */
export function SignIn() {
  const name = useSignal('');
  const password = useSignal('');
  const isShown = useSignal(false);
  const isBusy = useSignal(false);
  const error = useSignal<string | undefined>(undefined);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    document.title = `${t('signIn.title')} · Cantiga`;
    form.current!.querySelector('input')!.focus();
    return arriveAnew;
  }, []);

  const submit = async (event: Event) => {
    event.preventDefault();
    isBusy.value = true;
    error.value = undefined;
    try {
      await signIn(name.value, password.value);
    } catch (reason) {
      error.value = whatIsWrong(reason);
      form.current?.querySelector<HTMLInputElement>('[autocomplete="current-password"]')?.select();
    } finally {
      isBusy.value = false;
    }
  };

  return (
    <main class="sign-in">
      <div class="sign-in-art" aria-hidden="true">
        <span class="sign-in-ring" />
        <span class="sign-in-ring" />
        <span class="sign-in-ring" />
        <span class="sign-in-ring" />
      </div>
      <form ref={form} class="sign-in-form" onSubmit={submit}>
        <img src="/icon.svg" alt="" width="56" height="56" />
        <div>
          <h1 class="sign-in-title">Cantiga</h1>
          <p class="sign-in-tagline">{t('app.tagline')}</p>
        </div>
        <div class="form">
          <Field
            label={t('signIn.name')}
            value={name.value}
            onValue={(value) => {
              name.value = value;
            }}
            name="username"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
          />
          <Field
            label={t('signIn.password')}
            value={password.value}
            onValue={(value) => {
              password.value = value;
            }}
            name="password"
            type={isShown.value ? 'text' : 'password'}
            autocomplete="current-password"
            required
            error={error.value}
            end={
              <IconButton
                icon={isShown.value ? 'eyeOff' : 'eye'}
                label={t(isShown.value ? 'signIn.hide' : 'signIn.show')}
                size="small"
                onClick={() => {
                  isShown.value = !isShown.value;
                }}
              />
            }
          />
        </div>
        <Button look="primary" submit disabled={isBusy.value}>
          {t(isBusy.value ? 'signIn.working' : 'signIn.submit')}
        </Button>
        <details class="sign-in-first">
          <summary>
            {t('signIn.first')}
            <Icon name="down" size={16} />
          </summary>
          <p>{rich('signIn.firstHint', { name: <code>admin</code> })}</p>
        </details>
      </form>
    </main>
  );
}

function whatIsWrong(error: unknown): string {
  if (!(error instanceof Refused)) return explain(error);
  if (error.type === 'wrong-credentials') return t('signIn.wrong');
  if (error.status === 429) return t('signIn.throttled', { n: error.retryAfter ?? 60 });
  return explain(error);
}
