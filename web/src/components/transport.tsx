import { clock, spokenClock } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { isPlaying, isWaiting, player } from '../state/player.ts';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import { Slider } from './slider.tsx';
import '../styles/transport.css';

/** Play and pause, what comes before and after, and in which order. */
export function Transport({ large = false }: { large?: boolean }) {
  const { shuffled, repeat } = player;
  const size = large ? 'large' : 'medium';
  return (
    <div class={large ? 'transport transport-large' : 'transport'}>
      <IconButton
        class="transport-order"
        icon="shuffle"
        size={size}
        label={t('player.shuffle')}
        pressed={shuffled.value}
        onClick={() => player.setShuffled(!shuffled.peek())}
      />
      <IconButton
        icon="previous"
        size={size}
        label={t('player.previous')}
        onClick={() => player.previous()}
      />
      <PlayButton />
      <IconButton icon="next" size={size} label={t('player.next')} onClick={() => player.next()} />
      <IconButton
        class="transport-order"
        icon={repeat.value === 'one' ? 'repeatOne' : 'repeat'}
        size={size}
        label={repeatLabel()}
        pressed={repeat.value !== 'off'}
        onClick={nextRepeat}
      />
    </div>
  );
}

/** Off, all, one, and round again. */
export function nextRepeat(): void {
  const after = { off: 'all', all: 'one', one: 'off' } as const;
  player.setRepeat(after[player.repeat.peek()]);
}

function repeatLabel(): string {
  const labels = { off: 'player.repeatOff', all: 'player.repeatAll', one: 'player.repeatOne' } as const;
  return t(labels[player.repeat.value]);
}

export function PlayButton() {
  const playing = isPlaying.value;
  const label = t(playing ? 'player.pause' : 'player.play');
  return (
    <button
      type="button"
      class={isWaiting.value ? 'play-button play-button-waiting' : 'play-button'}
      aria-label={label}
      title={label}
      onClick={() => player.toggle()}
    >
      <Icon name={playing ? 'pause' : 'play'} size={24} />
    </button>
  );
}

/** How far the track is; the bar leads to any place in it. */
export function Seek() {
  const { position, duration, buffered } = player;
  const total = duration.value;
  const at = Math.min(position.value, total);
  return (
    <div class="seek numbers">
      <span class="seek-time">{clock(at)}</span>
      <Slider
        label={t('player.seek')}
        value={at}
        max={total}
        step={1}
        ready={buffered.value}
        textOf={(value) => t('player.at', { position: spokenClock(value), duration: spokenClock(total) })}
        onSet={(value) => player.seek(value)}
      />
      <span class="seek-time seek-total">{clock(total)}</span>
    </div>
  );
}

export function Volume() {
  const { volume, muted } = player;
  const silent = muted.value || volume.value === 0;
  const icon = silent ? 'muted' : volume.value < 0.5 ? 'volumeLow' : 'volume';
  return (
    <div class="volume">
      <IconButton
        icon={icon}
        label={t(muted.value ? 'player.unmute' : 'player.mute')}
        pressed={muted.value}
        onClick={() => player.setMuted(!muted.peek())}
      />
      <Slider
        label={t('player.volume')}
        value={muted.value ? 0 : volume.value}
        max={1}
        step={0.02}
        textOf={(value) => new Intl.NumberFormat(undefined, { style: 'percent' }).format(value)}
        onMove={(value) => player.setVolume(value)}
        onSet={(value) => player.setVolume(value)}
      />
    </div>
  );
}
