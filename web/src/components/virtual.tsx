import { Component, type VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import {
  cellAfterKey,
  cellsBetween,
  heightOf,
  type Layout,
  layoutGrid,
  type Range,
} from './virtual-geometry.ts';
import '../styles/virtual.css';

interface Listed<T> {
  /** Those that are known. */
  items: readonly T[];
  /** How many there will be, where that is known; else as many as are known. */
  total?: number;
  /** What the list is of, for those who hear it. */
  label: string;
  keyOf(item: T): string;
  /** @param tabIndex of the controls in the cell: one cell is in the order of the tab key, arrows lead to the others */
  render(item: T, tabIndex: number, index: number): VNode;
  /** Stands where an item is not known yet. */
  placeholder: VNode;
  /** Told how many items the page has come to. */
  need?(count: number): void;
}

interface VirtualProps<T> extends Listed<T> {
  layoutOf(width: number): Layout;
}

/** Cells that are there all the time when there are no more: the browser's own search finds them. */
const FEW = 100;
/** Rows that are ready above and below the screen. */
const AROUND = 3;
/** Items beyond the last one on the screen that are asked for. */
const AHEAD = 200;
/** Pixels from side to side above which there is room. */
const WIDE = 720;

interface GridProps<T> extends Listed<T> {
  /** Pixels that a cell has at least. */
  minWidth?: number;
  /** Height of a cell below its square, in rem. */
  caption?: number;
}

/** Squares with captions, any number of them. */
export function VirtualGrid<T>({ minWidth = 172, caption = 3.25, ...listed }: GridProps<T>) {
  const layoutOf = (width: number) => {
    const isWide = width >= WIDE;
    return layoutGrid({
      ...{ width, minColumns: 2, caption: caption * rem() },
      gap: isWide ? 24 : 16,
      minWidth: isWide ? minWidth : minWidth * 0.84,
    });
  };
  return <Virtual {...listed} layoutOf={layoutOf} />;
}

interface RowsProps<T> extends Listed<T> {
  /** Of each row, in rem. */
  height: number;
}

/** Rows of one height, any number of them. */
export function VirtualRows<T>({ height, ...listed }: RowsProps<T>) {
  return <Virtual {...listed} layoutOf={() => ({ columns: 1, step: height * rem(), gap: 0 })} />;
}

type CellProps<T> = Pick<Listed<T>, 'render'> & { item: T; tabIndex: number; index: number };

/**
 * Renders an item again only when it is another one. Not a kept VNode: each would hold the whole list as it was when it
 * was first shown, and so all lists before.
 */
class Cell<T> extends Component<CellProps<T>> {
  override shouldComponentUpdate(next: CellProps<T>): boolean {
    const { item, tabIndex, index, render } = this.props;
    return next.item !== item || next.tabIndex !== tabIndex || next.index !== index || next.render !== render;
  }

  override render({ item, tabIndex, index, render }: CellProps<T>): VNode {
    return render(item, tabIndex, index);
  }
}

/** A list of any length, of which only what is on the screen exists. The page itself scrolls it. */
function Virtual<T>({ items, total, label, keyOf, render, placeholder, need, layoutOf }: VirtualProps<T>) {
  const count = Math.max(items.length, total ?? 0);
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [range, setRange] = useState<Range>({ first: 0, end: 0 });
  const [active, setActive] = useState(0);
  const focusNext = useRef<number | undefined>(undefined);
  const layout = layoutOf(width);

  const look = () => {
    if (!box.current || width === 0) return;
    const top = -box.current.getBoundingClientRect().top;
    const seen = cellsBetween(layout, count, [top, top + innerHeight], AROUND);
    const wanted = count <= FEW ? { first: 0, end: count } : seen;
    need?.(seen.end + AHEAD);
    setRange((now) => (now.first === wanted.first && now.end === wanted.end ? now : wanted));
  };

  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(entry!.contentRect.width));
    setWidth(box.current!.getBoundingClientRect().width);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(look, [width, count, layout.columns, layout.step]);
  useEffect(() => {
    let frame = 0;
    const onScroll = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    addEventListener('scroll', onScroll, { passive: true });
    addEventListener('resize', onScroll, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', onScroll);
      removeEventListener('resize', onScroll);
    };
  });
  useLayoutEffect(() => {
    const target = focusNext.current === undefined ? null : cellAt(box.current!, focusNext.current);
    if (target === null) return;
    focusNext.current = undefined;
    (target.querySelector<HTMLElement>('[data-main]') ?? target.querySelector('a, button'))?.focus();
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const from = indexOf(event);
    if (from === undefined) return;
    const page = Math.max(1, Math.floor(innerHeight / layout.step) - 1);
    const to = cellAfterKey(event.key, from, { columns: layout.columns, count: items.length, page });
    if (to === undefined) return;
    event.preventDefault();
    focusNext.current = to;
    setActive(to);
    if (cellAt(box.current!, to) === null) scrollToCell(box.current!, layout, to);
  };

  // Reached by the tab key: the cell that was left, or the first one on the screen.
  const reachable = active >= range.first && active < range.end ? active : range.first;
  const shown: VNode[] = [];
  for (let index = range.first; index < Math.min(range.end, count); index++) {
    const item = items[index];
    shown.push(
      <li
        key={item === undefined ? index : `${keyOf(item)} ${index}`}
        data-index={index}
        aria-setsize={count}
        aria-posinset={index + 1}
      >
        {item === undefined ? (
          placeholder
        ) : (
          <Cell item={item} tabIndex={index === reachable ? 0 : -1} index={index} render={render} />
        )}
      </li>,
    );
  }

  const { columns, step, gap } = layout;
  return (
    <div ref={box} class="virtual" style={{ height: `${heightOf(layout, count)}px` }}>
      <ul
        role="list"
        aria-label={label}
        class="virtual-cells"
        style={{
          top: `${Math.floor(range.first / columns) * step}px`,
          gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          gridAutoRows: `${step - gap}px`,
          gap: `${gap}px`,
        }}
        onKeyDown={onKeyDown}
        onFocusIn={(event) => setActive((now) => indexOf(event) ?? now)}
      >
        {shown}
      </ul>
    </div>
  );
}

function indexOf({ target }: Event): number | undefined {
  const cell = (target as HTMLElement).closest<HTMLElement>('[data-index]');
  return cell === null ? undefined : Number(cell.dataset.index);
}

function cellAt(box: HTMLElement, index: number): HTMLElement | null {
  return box.querySelector<HTMLElement>(`[data-index="${index}"]`);
}

function scrollToCell(box: HTMLElement, { columns, step }: Layout, index: number): void {
  const top = box.getBoundingClientRect().top + scrollY;
  scrollTo(0, top + Math.floor(index / columns) * step - innerHeight / 3);
}

/** Pixels of a rem, as the listener has set it. */
function rem(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
