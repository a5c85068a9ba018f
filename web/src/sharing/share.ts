import { computed, effect, untracked } from '@preact/signals';
import type { QueueResource } from '../../../services/gateway/rest/playback-resources.ts';
import { comebacks } from '../api/connection.ts';
import { BASE, get, request } from '../api/http.ts';
import { queuePlace } from '../api/live.ts';
import { session } from '../api/session.ts';
import { t } from '../i18n/locale.ts';
import { thisDevice } from '../listening/device.ts';
import { me } from '../state/account.ts';
import { isPlaying, player } from '../state/player.ts';
import { storage } from '../state/storage.ts';
import { toast } from '../state/toasts.ts';
import { playingOn } from './elsewhere.ts';
import { type Here, shareOf } from './shared.ts';
import { SharedQueue } from './shared-queue.ts';
import { tracksOf } from './tracks.ts';

const PATH = '/playback/queue';
/** Set while the engine may not know of an edit: the page may be closed before it is told. */
const UNSHARED = 'cantiga-queue-unshared';
/** Milliseconds between two looks at the place of a track that plays elsewhere. */
const LOOK = 500;

const share = computed(() => shareOf(player.queue.value, player.index.value));

function here(): Here {
  return { ...share.value, position: player.position.value, playing: isPlaying.value };
}

/** What another queue was shown in place of last, to bring it back. */
let before: { entries: typeof player.queue.value; index: number; position: number } | undefined;
let queue: SharedQueue | undefined;

/** Lets all devices of a listener have one queue, from now on. */
export function shareQueue(): void {
  effect(() => {
    if (session.value !== 'in' || me.value === undefined) {
      queue?.close();
      queue = undefined;
    } else untracked(begin);
  });
  effect(() => {
    here();
    void player.elsewhere.value;
    untracked(() => queue?.look());
  });
  effect(() => {
    if (queuePlace.value !== undefined) queue?.hear(queuePlace.value);
  });
  effect(() => {
    if (comebacks.value > 0) queue?.retry();
  });
  setInterval(() => queue?.tick(), LOOK);
  addEventListener('pagehide', leave);
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted && queue === undefined && session.peek() === 'in') begin();
  });
}

/** Plays here what plays on another device, from the second at which it is there. */
export function playHere(): void {
  queue?.tick();
  player.play();
}

function begin(): void {
  if (queue !== undefined) return;
  const isUnshared = storage.get(UNSHARED) !== null && player.queue.peek().length > 0;
  queue = new SharedQueue({
    device: thisDevice(),
    here,
    isUnshared,
    duration: () => player.duration.peek(),
    isInTab: () => player.elsewhere.peek()?.playing === true,
    read: () => get<QueueResource>(PATH),
    put: (body) => request('PUT', PATH, { body }),
    patch: (body) => request('PATCH', PATH, { body }),
    show,
    pause: () => player.pause(),
    mirror: (position) => player.seek(position),
    onReplaced: offerBack,
    onElsewhere(device) {
      playingOn.value = device;
    },
    onShared(isShared) {
      if (isShared) storage.remove(UNSHARED);
      else storage.set(UNSHARED, '1');
    },
    now: () => performance.now(),
  });
  if (queuePlace.peek() !== undefined) queue.hear(queuePlace.peek()!);
}

async function show(ids: readonly string[], index: number | null, position: number): Promise<boolean> {
  const entries = player.queue.peek();
  const [at, state] = [player.index.peek(), isPlaying.peek()];
  const known = entries.map(({ track }) => track);
  const found = await tracksOf(ids, index ?? 0, known);
  const isOther = player.queue.peek() !== entries || player.index.peek() !== at || isPlaying.peek() !== state;
  if (isOther) return false;
  before = { entries, index: at, position: player.position.peek() };
  player.adopt(found.tracks, found.index, position);
  return true;
}

/** What somebody has put into their queue is not gone because another device was quicker. */
function offerBack(): void {
  if (before === undefined || before.entries.length === 0) return;
  const { entries, index, position } = before;
  const tracks = entries.map(({ track }) => track);
  const action = { label: t('queue.restore'), run: () => player.adopt(tracks, index, position) };
  toast(t('queue.replaced'), { action });
}

/** The page goes: what played here pauses at this second, for whatever device goes on. */
function leave(): void {
  const body = queue?.close();
  queue = undefined;
  if (body === undefined) return;
  fetch(BASE + PATH, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', 'X-Cantiga': '1' },
    body: JSON.stringify(body),
    keepalive: true,
  }).catch(() => undefined);
}
