import { useSignal, useSignalEffect } from '@preact/signals';
import { session, wasSignedIn } from './api/session.ts';
import { Failure } from './components/states.tsx';
import { Shell } from './shell/shell.tsx';
import { SignIn } from './shell/sign-in.tsx';
import { me, whoAmI } from './state/account.ts';

/** The whole player: who is not signed in sees that first, everybody else what they came for. */
export function App() {
  const failure = useSignal<unknown>(undefined);
  const enter = async () => {
    failure.value = undefined;
    try {
      await whoAmI();
    } catch (error) {
      failure.value = error;
    }
  };
  useSignalEffect(() => {
    if (session.value !== 'out' && me.peek() === undefined) void enter();
  });

  if (session.value === 'out') return <SignIn />;
  // Who was here before most likely still is signed in: nobody waits for the server to say so.
  if (me.value !== undefined || session.value === 'in' || wasSignedIn()) return <Shell />;
  if (failure.value !== undefined) return <Failure error={failure.value} retry={enter} />;
  return null;
}
