import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Milliseconds that home waits for what stands first; afterwards it shows what it has. */
const PATIENCE = 1000;

/** What is known, or something instead when it was not known in time: what is shown without it makes no room for it any more. */
export function useInTime<T>(known: T | undefined, instead: T): T | undefined {
  const hasGivenUp = useSignal(false);
  const isUnknown = known === undefined;
  useEffect(() => {
    if (!isUnknown) return undefined;
    const late = setTimeout(() => {
      hasGivenUp.value = true;
    }, PATIENCE);
    return () => clearTimeout(late);
  }, [isUnknown]);
  return hasGivenUp.value ? instead : known;
}
