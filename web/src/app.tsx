import { useSignalEffect } from '@preact/signals';
import { session, wasSignedIn } from './api/session.ts';
import { Failure } from './components/states.tsx';
import { t } from './i18n/locale.ts';
import { Shell } from './shell/shell.tsx';
import { SignIn } from './shell/sign-in.tsx';
import { enter, enterAgain, entryFailure, me } from './state/account.ts';

/** The whole player: who is not signed in sees that first, everybody else what they came for. */
export function App() {
  useSignalEffect(() => {
    if (session.value !== 'out' && me.peek() === undefined) void enter();
  });

  if (session.value === 'out') return <SignIn />;
  // Who was here before most likely still is signed in: nobody waits for the server to say so.
  if (me.value !== undefined || session.value === 'in' || wasSignedIn()) return <Shell />;
  return (
    <main>
      {entryFailure.value === undefined ? (
        <p class="state" role="status">
          {t('app.loading')}
        </p>
      ) : (
        <Failure error={entryFailure.value} retry={enterAgain} />
      )}
    </main>
  );
}
