import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { coverUrl } from '../api/covers.ts';
import { renew } from '../api/session.ts';
import { colourSignal, learnColour, placeholderOf } from '../state/colours.ts';
import { hurried } from '../state/hurry.ts';
import { Icon } from './icon.tsx';
import '../styles/cover.css';

interface CoverProps {
  /** Of the album, artist, track or playlist. */
  id: string;
  /** Edge in CSS pixels of the largest that it is shown at. */
  size: number;
  /** What it says to those who do not see it; nothing where the name stands beside it. */
  alt?: string;
  round?: boolean;
  /** Whether it is in sight when the page opens. */
  eager?: boolean;
}

/**
 * A cover in a square that has its place, and about its colour, before the picture is here. While the page flies past, none
 * is loaded; one that is no longer there stops loading.
 */
export function Cover({ id, size, alt = '', round = false, eager = false }: CoverProps) {
  const picture = useRef<HTMLImageElement>(null);
  const state = useSignal<'waiting' | 'shown' | 'failed'>('waiting');
  const attempt = useSignal(0);
  const wanted = useRef('');
  if (!hurried.value || eager) wanted.current = id;
  const source = wanted.current === id ? coverUrl(id, size) : undefined;

  useLayoutEffect(() => {
    const shown = picture.current;
    // From the browser's cache: shown at once, without fading in.
    if (shown?.complete && shown.naturalWidth > 0) state.value = 'shown';
    return () => {
      if (shown && !shown.complete) shown.removeAttribute('src');
    };
  }, [source]);

  const onLoad = () => {
    state.value = 'shown';
    if (picture.current) learnColour(id, picture.current);
  };
  const onError = () => {
    if (picture.current?.getAttribute('src') == null) return;
    state.value = 'failed';
    if (attempt.peek() > 0) return;
    // Pictures cannot say why. Most often the session has ended while the machine slept.
    renew().then(
      (isGood) => {
        if (!isGood) return;
        state.value = 'waiting';
        attempt.value = 1;
      },
      () => {},
    );
  };

  return (
    <div class={`cover${round ? ' cover-round' : ''}`} style={placeholderOf(colourSignal(id).value)}>
      {source !== undefined && state.value !== 'failed' && (
        <img
          key={`${source} ${attempt.value}`}
          ref={picture}
          class={state.value === 'shown' ? 'cover-image' : 'cover-image cover-waiting'}
          src={source}
          alt={alt}
          width={size}
          height={size}
          decoding="async"
          loading={eager ? 'eager' : 'lazy'}
          draggable={false}
          onLoad={onLoad}
          onError={onError}
        />
      )}
      {state.value === 'failed' && (
        <span class="cover-missing">
          <Icon name={round ? 'artists' : 'albums'} size={size / 3} />
          {alt !== '' && <span class="visually-hidden">{alt}</span>}
        </span>
      )}
    </div>
  );
}
