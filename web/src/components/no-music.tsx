import { scan } from '../api/live.ts';
import { rich, t } from '../i18n/locale.ts';
import { Empty } from './states.tsx';

/** In place of a library that has nothing in it: why, and what to do about it. */
export function NoMusic() {
  const isReading = scan.value?.scanning === true;
  return (
    <Empty
      icon="albums"
      title={t(isReading ? 'home.scanning' : 'home.emptyTitle')}
      text={rich('home.emptyText', { variable: <code>CANTIGA_MUSIC</code> })}
    />
  );
}
