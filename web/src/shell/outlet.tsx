import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { PATIENCE } from '../api/connection.ts';
import { Unreachable } from '../api/problem.ts';
import { Page } from '../components/page.tsx';
import { Failure, NotFound } from '../components/states.tsx';
import { t } from '../i18n/locale.ts';
import type { Params } from '../path.ts';
import { arrival, path, placeKey, scrollToRestore } from '../router.ts';
import { routeAt, type ViewProps } from '../routes.ts';
import { restoreScroll } from '../scroll.ts';
import { focusBeginning, focusFollowed } from './page-focus.ts';

interface Shown {
  View: ComponentType<ViewProps>;
  params: Params;
  path: string;
  key: string;
}

/** The page of the address. The one before stays until the code of the next is here, or is long in coming. */
export function Outlet() {
  const main = useRef<HTMLElement>(null);
  const shown = useSignal<Shown | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const tries = useSignal(0);
  const again = () => {
    // What is still being loaded is not asked for anew, except by a page that is.
    if (error.peek() instanceof Unreachable) location.reload();
    else tries.value++;
  };
  const here = path.value;
  const key = placeKey.value;

  useEffect(() => {
    const found = routeAt(here);
    error.value = undefined;
    let isCurrent = true;
    const late = setTimeout(() => {
      error.value = new Unreachable();
    }, PATIENCE);
    const load = found ? found.route.load() : Promise.resolve(NothingHere);
    load.then(
      (View) => {
        if (!isCurrent) return;
        clearTimeout(late);
        error.value = undefined;
        shown.value = { View, params: found?.params ?? {}, path: here, key };
      },
      (reason: unknown) => {
        if (!isCurrent) return;
        clearTimeout(late);
        error.value = reason;
      },
    );
    return () => {
      isCurrent = false;
      clearTimeout(late);
    };
  }, [here, key, tries.value]);

  const place = shown.value;
  useLayoutEffect(() => {
    if (place === undefined) return undefined;
    const top = scrollToRestore();
    const focus =
      arrival === 'forward' ? focusBeginning(main.current!) : focusFollowed(main.current!, place.key);
    const scroll = restoreScroll(top ?? 0);
    return () => {
      focus();
      scroll();
    };
  }, [place?.path, place?.key]);

  return (
    <main id="main" ref={main} tabIndex={-1} data-path={place?.path}>
      {error.value !== undefined && <Failure error={error.value} retry={again} />}
      {error.value === undefined && place && <place.View key={place.path} params={place.params} />}
    </main>
  );
}

function NothingHere() {
  return (
    <Page title={t('error.notFoundTitle')} hidesTitle>
      <NotFound />
    </Page>
  );
}
