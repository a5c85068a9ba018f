import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { QueueEntry } from '../audio/player.ts';
import { clock } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { isPlaying, player } from '../state/player.ts';
import { IconButton } from './button.tsx';
import { Cover } from './cover.tsx';
import { Equaliser } from './equaliser.tsx';
import { Icon } from './icon.tsx';
import { Reorder } from './reorder.tsx';
import '../styles/queue-list.css';

/** What is heard now and what comes next, to be moved by dragging or by keys, and taken out. */
export function QueueList() {
  const entries = player.queue.value;
  const at = player.index.value;
  const said = useSignal('');
  const list = useRef<HTMLDivElement>(null);
  const upcoming = entries.slice(at);
  const move = (from: number, to: number) => {
    player.move(at + from, at + to);
    said.value = t('reorder.moved', { title: upcoming[from]!.track.title, position: to + 1 });
  };
  return (
    <div ref={list}>
      <p class="visually-hidden" role="status">
        {said.value}
      </p>
      <Reorder
        items={upcoming}
        keyOf={(entry) => entry.key}
        label={t('queue.title')}
        move={move}
        nameOf={({ track }) => track.title}
        render={(entry, i, grip) => <QueueRow entry={entry} index={at + i} isCurrent={i === 0} grip={grip} />}
      />
    </div>
  );
}

interface QueueRowProps {
  entry: QueueEntry;
  index: number;
  isCurrent: boolean;
  grip: preact.ComponentChildren;
}

function QueueRow({ entry: { track }, index, isCurrent, grip }: QueueRowProps) {
  return (
    <div class={isCurrent ? 'queue-row queue-current' : 'queue-row'}>
      <button
        type="button"
        class="queue-play"
        aria-label={t('track.play', { title: track.title })}
        aria-current={isCurrent ? 'true' : undefined}
        onClick={() => (isCurrent ? player.toggle() : player.playAt(index))}
      >
        <Cover id={track.albumId} size={40} />
        <span class="queue-state">
          {isCurrent ? <Equaliser still={!isPlaying.value} /> : <Icon name="play" size={18} />}
        </span>
      </button>
      <div class="queue-words">
        <p class="queue-title one-line" dir="auto">
          {track.title}
        </p>
        <p class="queue-artist one-line" dir="auto">
          {track.displayArtist}
        </p>
      </div>
      <span class="queue-time numbers">{clock(track.format.duration)}</span>
      <IconButton
        icon="close"
        size="small"
        label={t('queue.remove', { title: track.title })}
        onClick={() => player.removeAt(index)}
      />
      {grip}
    </div>
  );
}
