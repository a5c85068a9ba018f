import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SearchResource, TrackResource } from '../../../../services/gateway/rest/resources.ts';
import { get, withQuery } from '../../api/http.ts';
import { Cover } from '../../components/cover.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { t } from '../../i18n/locale.ts';
import { showDialog } from '../../state/dialog.ts';
import { explain } from '../../state/explain.ts';

const MOST = 8;
const COVER = 40;
/** Milliseconds after the last letter until it is searched. */
const CALM = 150;

/** Lets a track be found and chosen. */
export function chooseTrack(onChosen: (id: string) => void): void {
  showDialog((close) => <TrackDialog close={close} onChosen={onChosen} />);
}

function TrackDialog({ close, onChosen }: { close: () => void; onChosen: (id: string) => void }) {
  const typed = useSignal('');
  const found = useSignal<readonly TrackResource[] | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const wanted = typed.value.trim();
  useEffect(() => {
    if (wanted === '') {
      found.value = undefined;
      return undefined;
    }
    const given = new AbortController();
    const later = setTimeout(() => {
      const path = withQuery('/search', { q: wanted, tracks: MOST, albums: 0, artists: 0 });
      get<SearchResource>(path, given.signal).then(
        ({ tracks }) => {
          found.value = tracks;
          error.value = undefined;
        },
        (reason: unknown) => {
          if (!given.signal.aborted) error.value = reason;
        },
      );
    }, CALM);
    return () => {
      clearTimeout(later);
      given.abort();
    };
  }, [wanted]);
  const choose = (id: string) => {
    close();
    onChosen(id);
  };
  const none = found.value?.length === 0 ? t('search.noneTitle', { query: wanted }) : undefined;
  return (
    <Dialog
      title={t('ledger.chooseTrack')}
      close={close}
      submit={() => found.value?.[0] && choose(found.value[0].id)}
    >
      <Field
        label={t('rules.field.title')}
        value={typed.value}
        onValue={(text) => {
          typed.value = text;
        }}
        autocomplete="off"
        autofocus
        error={error.value === undefined ? none : explain(error.value)}
      />
      <ul class="track-choice">
        {found.value?.map((track) => (
          <li key={track.id}>
            <button type="button" class="track-choose" onClick={() => choose(track.id)}>
              <span class="track-choice-cover">
                <Cover id={track.albumId} size={COVER} />
              </span>
              <span class="listen-words">
                <span class="listen-title one-line" dir="auto">
                  {track.title}
                </span>
                <span class="listen-about one-line" dir="auto">
                  {track.displayArtist} · {track.album}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
