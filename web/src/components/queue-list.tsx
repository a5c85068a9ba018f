import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
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

/** What is heard now, and what comes next: to be moved by dragging or by keys, and taken out. */
export function QueueList() {
  const entries = player.queue.value;
  const at = player.index.value;
  const said = useSignal('');
  const current = entries[at];
  const next = entries.slice(at + 1);
  const move = (from: number, to: number) => {
    player.move(at + 1 + from, at + 1 + to);
    said.value = t('reorder.moved', { title: next[from]!.track.title, position: to + 1 });
  };
  return (
    <>
      <p class="visually-hidden" role="status">
        {said.value}
      </p>
      {current && <QueueRow entry={current} index={at} isCurrent />}
      {next.length > 0 && (
        <>
          <h2 class="queue-heading">{t('player.upNext')}</h2>
          <Reorder
            items={next}
            keyOf={(entry) => entry.key}
            label={t('player.upNext')}
            move={move}
            nameOf={({ track }) => track.title}
            render={(entry, i, grip) => <QueueRow entry={entry} index={at + 1 + i} grip={grip} />}
          />
        </>
      )}
    </>
  );
}

interface QueueRowProps {
  entry: QueueEntry;
  index: number;
  isCurrent?: boolean;
  grip?: ComponentChildren;
}

function QueueRow({ entry: { track }, index, isCurrent = false, grip }: QueueRowProps) {
  const sounds = isCurrent && isPlaying.value;
  return (
    <div class={isCurrent ? 'queue-row queue-current' : 'queue-row'}>
      <button
        type="button"
        class="queue-play"
        aria-label={t(sounds ? 'track.pause' : 'track.play', { title: track.title })}
        aria-current={isCurrent ? 'true' : undefined}
        onClick={() => (isCurrent ? player.toggle() : player.playAt(index))}
      >
        <Cover id={track.albumId} size={40} />
        <span class="queue-state">
          {isCurrent ? <Equaliser still={!sounds} /> : <Icon name="play" size={18} />}
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
