import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { TrackResource } from '../../../../services/gateway/rest/resources.ts';
import { t } from '../../i18n/locale.ts';
import { itemsOf } from '../playlist/items.ts';

/** The track of an id: null when nobody knows it any more, undefined while it is being asked for. */
export type TrackOf = (id: string) => TrackResource | null | undefined;

/** Finds tracks by their ids. Those that are known are not asked for again when there are more. */
export function useTracks(ids: readonly string[]): TrackOf {
  const known = useSignal<ReadonlyMap<string, TrackResource | null>>(new Map());
  const missing = [...new Set(ids)].filter((id) => !known.value.has(id)).join(',');
  useEffect(() => {
    if (missing === '') return undefined;
    const asked = missing.split(',');
    let isWanted = true;
    const show = (found: readonly TrackResource[]) => {
      if (!isWanted) return;
      const tracks = new Map(found.map((track) => [track.id, track]));
      known.value = new Map([...known.peek(), ...asked.map((id) => [id, tracks.get(id) ?? null] as const)]);
    };
    // Without their names, lists still say when and how much.
    itemsOf<TrackResource>(asked).then(show, () => {});
    return () => {
      isWanted = false;
    };
  }, [missing]);
  return useCallback((id) => known.value.get(id), [known.value]);
}

/** What a track is called, also while that is not known and when nobody knows it any more. */
export function titleOf(track: TrackResource | null | undefined): string {
  return track === undefined ? '…' : (track?.title ?? t('listening.unknownTrack'));
}
