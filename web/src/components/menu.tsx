import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { type Anchor, type MenuItem, type OpenMenu, openMenu } from '../state/menu.ts';
import { Icon } from './icon.tsx';
import '../styles/menu.css';

/** Pixels between a menu and what it belongs to, and the edges of the window. */
const GAP = 6;
const MARGIN = 8;
/** Milliseconds between two letters that are typed to find one item. */
const TYPING = 600;

/** The menu that is open, over everything. */
export function MenuLayer() {
  const menu = openMenu.value;
  return menu === null ? null : <Menu key={menu.label} menu={menu} />;
}

function Menu({ menu }: { menu: OpenMenu }) {
  const box = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', at: 0 });

  useLayoutEffect(() => {
    const shown = box.current!;
    shown.showPopover();
    place(shown, menu.anchor);
    itemsIn(shown)[0]?.focus();
  }, [menu]);
  useEffect(() => {
    const close = () => shut(menu, false);
    addEventListener('resize', close);
    addEventListener('popstate', close);
    return () => {
      removeEventListener('resize', close);
      removeEventListener('popstate', close);
    };
  }, [menu]);

  const onKeyDown = (event: KeyboardEvent) => {
    const items = itemsIn(box.current!);
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items.at(to % items.length)?.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      shut(menu, true);
    } else if (event.key.length === 1 && event.key !== ' ') {
      typed.current = search(items, event, typed.current);
    }
  };

  return (
    <div
      ref={box}
      class="menu"
      role="menu"
      tabIndex={-1}
      aria-label={menu.label}
      popover="auto"
      onKeyDown={onKeyDown}
      onToggle={(event) => {
        if ((event as unknown as ToggleEvent).newState === 'closed' && openMenu.peek() === menu)
          shut(menu, false);
      }}
    >
      <p class="menu-label one-line" dir="auto" aria-hidden="true">
        {menu.label}
      </p>
      {menu.groups.map((group, i) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of items of a menu is no set of fields
        <div key={i} class="menu-group" role="group">
          {group.map((item) => (
            <Item key={item.label} item={item} menu={menu} />
          ))}
        </div>
      ))}
    </div>
  );
}

function Item({ item, menu }: { item: MenuItem; menu: OpenMenu }) {
  const isChoice = item.checked !== undefined;
  return (
    <button
      type="button"
      role={isChoice ? 'menuitemradio' : 'menuitem'}
      aria-checked={isChoice ? item.checked : undefined}
      class={item.danger ? 'menu-item menu-danger' : 'menu-item'}
      tabIndex={-1}
      disabled={item.disabled}
      onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
      onClick={() => {
        shut(menu, true);
        item.run();
      }}
    >
      {isChoice ? (
        <span class="menu-check">{item.checked && <Icon name="check" size={18} />}</span>
      ) : (
        item.icon && <Icon name={item.icon} size={18} />
      )}
      <span class="one-line" dir="auto">
        {item.label}
      </span>
    </button>
  );
}

function shut(menu: OpenMenu, giveBack: boolean): void {
  openMenu.value = null;
  if (giveBack || document.activeElement === document.body) menu.opener?.focus({ preventScroll: true });
}

function itemsIn(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>('.menu-item:not(:disabled)')];
}

/** Below what it belongs to or at the point, and inside the window. Narrow windows have it at the bottom, by style. */
function place(box: HTMLElement, anchor: Anchor): void {
  const { offsetWidth: width, offsetHeight: height } = box;
  const isRtl = getComputedStyle(document.documentElement).direction === 'rtl';
  let [left, top] = [0, 0];
  if (anchor instanceof HTMLElement) {
    const around = anchor.getBoundingClientRect();
    const fitsBelow = around.bottom + GAP + height <= innerHeight - MARGIN;
    const startsLeft = isRtl ? around.right - width >= MARGIN : around.left + width > innerWidth - MARGIN;
    left = startsLeft ? around.right - width : around.left;
    top = fitsBelow ? around.bottom + GAP : around.top - GAP - height;
  } else {
    left = anchor.x + width > innerWidth - MARGIN ? anchor.x - width : anchor.x;
    top = anchor.y + height > innerHeight - MARGIN ? anchor.y - height : anchor.y;
  }
  const inside = (value: number, room: number) => Math.max(MARGIN, Math.min(value, room - MARGIN));
  box.style.setProperty('--menu-left', `${inside(left, innerWidth - width)}px`);
  box.style.setProperty('--menu-top', `${inside(top, innerHeight - height)}px`);
}

function search(items: HTMLElement[], event: KeyboardEvent, before: { text: string; at: number }) {
  const now = event.timeStamp;
  const text = (now - before.at < TYPING ? before.text : '') + event.key.toLocaleLowerCase();
  const starts = (item: HTMLElement) => item.textContent!.trim().toLocaleLowerCase().startsWith(text);
  items.find(starts)?.focus();
  return { text, at: now };
}
