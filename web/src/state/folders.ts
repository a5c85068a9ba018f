import type { ListOf } from '../../../services/gateway/rest/resources.ts';
import { get, withQuery } from '../api/http.ts';
import type { PlayerTrack } from '../audio/player.ts';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { explain } from './explain.ts';
import { enqueue, linkItem, playNext, toPlaylistItem } from './item-menus.ts';
import type { MenuGroups } from './menu.ts';
import { playTracks, shuffleTracks } from './player.ts';
import { toast } from './toasts.ts';

/** More tracks at once nobody listens to, and no queue is quick with. */
const MOST = 5000;
const AT_ONCE = 500;
const FIELDS = 'id,title,album,albumId,artists,displayArtist,disc,track,replayGain,format,hasLyrics';

interface MenuFolder {
  id: string;
  name: string;
}

/** Address of what there is about a folder, under the API. */
export function folderPath(id: string): string {
  return `/folders/${encodeURIComponent(id)}`;
}

/** The tracks in a folder and all below it, as many as can be played at once; none, after saying so, when they cannot be had. */
async function tracksBelow(id: string): Promise<readonly PlayerTrack[]> {
  const tracks: PlayerTrack[] = [];
  let cursor: string | undefined;
  try {
    do {
      const query = { deep: true, limit: AT_ONCE, fields: FIELDS, cursor };
      const page = await get<ListOf<PlayerTrack>>(withQuery(`${folderPath(id)}/tracks`, query));
      tracks.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined && tracks.length < MOST);
  } catch (error) {
    toast(explain(error), { kind: 'failure' });
    return [];
  }
  if (cursor !== undefined) toast(t('browse.cut', { n: tracks.length }));
  return tracks;
}

export async function playFolder(id: string): Promise<void> {
  playTracks(await tracksBelow(id));
}

export async function shuffleFolder(id: string): Promise<void> {
  shuffleTracks(await tracksBelow(id));
}

/** What can be done with a folder wherever it is shown. */
export function folderMenu({ id }: MenuFolder): MenuGroups {
  return [
    [
      { label: t('menu.play'), icon: 'play', run: () => void playFolder(id) },
      { label: t('menu.shuffle'), icon: 'shuffle', run: () => void shuffleFolder(id) },
      { label: t('menu.playNext'), icon: 'queue', run: async () => playNext(await tracksBelow(id)) },
      { label: t('menu.enqueue'), icon: 'plus', run: async () => enqueue(await tracksBelow(id)) },
      toPlaylistItem(async () => (await tracksBelow(id)).map((track) => track.id)),
    ],
    [linkItem(paths.folder(id))],
  ];
}
