import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { t } from '../i18n/locale.ts';
import { Icon } from './icon.tsx';
import '../styles/reorder.css';

interface ReorderProps<T> {
  items: readonly T[];
  keyOf(item: T): string | number;
  label: string;
  nameOf(item: T): string;
  /** The item at `from` shall stand at `to`. */
  move(from: number, to: number): void;
  /** @param grip what it is dragged by, a button that arrow keys move too */
  render(item: T, index: number, grip: ComponentChildren): ComponentChildren;
}

interface Drag {
  from: number;
  to: number;
  /** Pixels that the pointer has moved. */
  by: number;
  /** Heights of a row. */
  height: number;
}

/** Pixels from the edge within which dragging scrolls. */
const EDGE = 64;

/** Rows of one height that can be brought into another order: dragged by their grips, or moved by arrow keys on these. */
export function Reorder<T>({ items, keyOf, label, nameOf, move, render }: ReorderProps<T>) {
  const list = useRef<HTMLOListElement>(null);
  const drag = useSignal<Drag | undefined>(undefined);
  const begin = (event: PointerEvent, from: number) => {
    if (event.button !== 0) return;
    const grip = event.currentTarget as HTMLElement;
    const row = list.current!.children[from] as HTMLElement;
    const height = row.offsetHeight;
    const startY = event.clientY + scrollOf(list.current!);
    grip.setPointerCapture(event.pointerId);
    drag.value = { from, to: from, by: 0, height };
    const follow = (moved: PointerEvent) => {
      scrollNear(list.current!, moved.clientY);
      const by = moved.clientY + scrollOf(list.current!) - startY;
      const to = Math.max(0, Math.min(items.length - 1, from + Math.round(by / height)));
      drag.value = { from, to, by, height };
    };
    const end = new AbortController();
    const stop = (isDone: boolean) => () => {
      end.abort();
      const { to } = drag.peek()!;
      drag.value = undefined;
      if (isDone && to !== from) move(from, to);
    };
    grip.addEventListener('pointermove', follow, { signal: end.signal });
    grip.addEventListener('pointerup', stop(true), { signal: end.signal });
    grip.addEventListener('pointercancel', stop(false), { signal: end.signal });
  };
  const onKey = (event: KeyboardEvent, from: number) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const to = by === undefined ? -1 : from + by;
    if (to < 0 || to >= items.length) return;
    event.preventDefault();
    event.stopPropagation();
    move(from, to);
    // The row takes its grip, and so the focus, along.
    requestAnimationFrame(() => gripOf(list.current, to)?.focus());
  };
  return (
    <ol ref={list} class={drag.value ? 'reorder reorder-busy' : 'reorder'} aria-label={label}>
      {items.map((item, i) => (
        <li
          key={keyOf(item)}
          class={drag.value?.from === i ? 'reorder-held' : undefined}
          style={shift(drag.value, i)}
        >
          {render(
            item,
            i,
            <button
              type="button"
              class="reorder-grip"
              aria-label={t('reorder.grip', { title: nameOf(item) })}
              title={t('reorder.hint')}
              onPointerDown={(event) => begin(event, i)}
              onKeyDown={(event) => onKey(event, i)}
            >
              <Icon name="grip" size={18} />
            </button>,
          )}
        </li>
      ))}
    </ol>
  );
}

/** Where a row is drawn while one is dragged: those between its old place and its new one make room. */
function shift(drag: Drag | undefined, index: number): { transform: string } | undefined {
  if (drag === undefined) return undefined;
  const { from, to, by, height } = drag;
  if (index === from) return { transform: `translateY(${by}px)` };
  if (index > from && index <= to) return { transform: `translateY(${-height}px)` };
  if (index < from && index >= to) return { transform: `translateY(${height}px)` };
  return { transform: 'none' };
}

function gripOf(list: HTMLElement | null, index: number): HTMLElement | null {
  return list?.children[index]?.querySelector('.reorder-grip') ?? null;
}

/** What scrolls the list: an element around it, or the page. */
function scrollerOf(list: HTMLElement): HTMLElement {
  const scroller = list.closest<HTMLElement>('[data-scrolls]');
  return scroller ?? document.documentElement;
}

function scrollOf(list: HTMLElement): number {
  return scrollerOf(list).scrollTop;
}

function scrollNear(list: HTMLElement, y: number): void {
  const scroller = scrollerOf(list);
  const isPage = scroller === document.documentElement;
  const { top, bottom } = isPage ? { top: 0, bottom: innerHeight } : scroller.getBoundingClientRect();
  if (y < top + EDGE) scroller.scrollTop -= 12;
  else if (y > bottom - EDGE) scroller.scrollTop += 12;
}
