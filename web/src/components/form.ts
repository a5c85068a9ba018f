import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { explain } from '../state/explain.ts';

/** The state of something that is sent: whether it is on its way, and what was wrong with it. */
export function useSending() {
  return useMemo(() => {
    const isBusy = signal(false);
    const error = signal<string | undefined>(undefined);
    return {
      isBusy,
      error,
      /** Does it; whether it worked. */
      async send(work: () => Promise<unknown>, explained = explain): Promise<boolean> {
        isBusy.value = true;
        error.value = undefined;
        try {
          await work();
          return true;
        } catch (reason) {
          error.value = explained(reason);
          return false;
        } finally {
          isBusy.value = false;
        }
      },
    };
  }, []);
}
