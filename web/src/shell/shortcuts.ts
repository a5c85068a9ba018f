import { nextRepeat } from '../components/transport.tsx';
import type { MessageKey } from '../i18n/messages.ts';
import { paths } from '../path.ts';
import { goBack, navigate, path } from '../router.ts';
import { openDialogs } from '../state/dialog.ts';
import { toggleStar } from '../state/marks.ts';
import { openMenu } from '../state/menu.ts';
import { currentTrack, player } from '../state/player.ts';
import { preferences } from '../state/preferences.ts';
import { isQueueOpen } from '../state/queue-panel.ts';
import { showShortcuts } from './shortcuts-dialog.tsx';

export interface Shortcut {
  /** As `KeyboardEvent.key` has it, with `Shift+` before it. */
  keys: readonly string[];
  label: MessageKey;
  run(): void;
}

/** Seconds and part of the volume that a key moves. */
const STEP = 10;
const LOUDER = 0.05;

/** What keys do wherever one is. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: [' ', 'k'], label: 'shortcuts.toggle', run: () => player.toggle() },
  { keys: ['n'], label: 'player.next', run: () => player.next() },
  { keys: ['p'], label: 'player.previous', run: () => player.previous() },
  {
    keys: ['Shift+ArrowRight'],
    label: 'shortcuts.forward',
    run: () => player.seek(player.position.peek() + STEP),
  },
  {
    keys: ['Shift+ArrowLeft'],
    label: 'shortcuts.back',
    run: () => player.seek(player.position.peek() - STEP),
  },
  {
    keys: ['Shift+ArrowUp'],
    label: 'shortcuts.louder',
    run: () => player.setVolume(player.volume.peek() + LOUDER),
  },
  {
    keys: ['Shift+ArrowDown'],
    label: 'shortcuts.quieter',
    run: () => player.setVolume(player.volume.peek() - LOUDER),
  },
  { keys: ['m'], label: 'player.mute', run: () => player.setMuted(!player.muted.peek()) },
  { keys: ['s'], label: 'player.shuffle', run: () => player.setShuffled(!player.shuffled.peek()) },
  { keys: ['r'], label: 'player.repeat', run: nextRepeat },
  { keys: ['f'], label: 'shortcuts.star', run: starCurrent },
  { keys: ['/'], label: 'shortcuts.search', run: search },
  { keys: ['q'], label: 'queue.title', run: toggleQueue },
  { keys: ['l'], label: 'player.open', run: toggleNowPlaying },
  { keys: ['?'], label: 'shortcuts.title', run: showShortcuts },
];

function starCurrent(): void {
  const track = currentTrack.peek();
  if (track) void toggleStar(track);
}

function search(): void {
  navigate(paths.search);
  document.querySelector<HTMLInputElement>('[data-focus-first]')?.select();
}

function toggleQueue(): void {
  isQueueOpen.value = !isQueueOpen.peek();
}

function toggleNowPlaying(): void {
  if (path.peek() === paths.nowPlaying) goBack(paths.home);
  else if (currentTrack.peek()) navigate(paths.nowPlaying);
}

/** Follows the keys until the function that this returns is called. */
export function listenForShortcuts(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (preferences.peek().shortcuts === false) return;
    if (openDialogs.peek().length > 0 || openMenu.peek() !== null || isTyping(event)) return;
    const shortcut = shortcutOf(event);
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.run();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

/** The shortcut of a key. */
export function shortcutOf({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): Shortcut | undefined {
  const isNamed = key.length > 1;
  const name = isNamed && shiftKey ? `Shift+${key}` : isNamed || key === ' ' ? key : key.toLowerCase();
  return SHORTCUTS.find(({ keys }) => keys.includes(name));
}

/** Whether the key is for what has the focus: a field, or what the space bar presses. */
function isTyping({ target, key }: KeyboardEvent): boolean {
  const element = target as HTMLElement;
  if (element.matches('input:not([type=range], [type=checkbox], [type=radio]), textarea, select'))
    return true;
  if (element.isContentEditable) return true;
  if (key.startsWith('Arrow')) return element.matches('input');
  return key === ' ' && element.matches('button, a, input, summary, [role=menuitem]');
}
