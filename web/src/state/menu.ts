import { signal } from '@preact/signals';
import type { IconName } from '../components/icon.tsx';

export interface MenuItem {
  label: string;
  icon?: IconName;
  /** Of one of several that exclude each other: whether it is the one. */
  checked?: boolean;
  disabled?: boolean;
  danger?: boolean;
  run(): void;
}

/** Items between which a line is drawn. */
export type MenuGroups = readonly (readonly MenuItem[])[];

/** Where a menu opens: below an element, or at a point of the window. */
export type Anchor = HTMLElement | { x: number; y: number };

export interface OpenMenu {
  /** Says what the menu is of. */
  label: string;
  groups: MenuGroups;
  anchor: Anchor;
  /** Has the focus again when the menu closes. */
  opener: HTMLElement | null;
}

export const openMenu = signal<OpenMenu | null>(null);

let last: Anchor = { x: 0, y: 0 };

/** Where the last menu was opened: where one that follows it belongs. */
export function lastAnchor(): Anchor {
  return last;
}

export function showMenu(label: string, groups: MenuGroups, anchor: Anchor): void {
  const opener = anchor instanceof HTMLElement ? anchor : (document.activeElement as HTMLElement | null);
  last = anchor;
  openMenu.value = { label, groups: groups.filter((group) => group.length > 0), anchor, opener };
}

/**
 * Opens a menu for an event `contextmenu`: at the pointer, or, asked for by a key, at what has the focus.
 * In a field, the browser's own menu is of more use.
 */
export function showContextMenu(event: MouseEvent, label: string, groups: () => MenuGroups): void {
  if ((event.target as HTMLElement).closest('input, textarea')) return;
  event.preventDefault();
  event.stopPropagation();
  const byKey = event.button !== 2 && !(event as PointerEvent).pointerType;
  const focused = document.activeElement;
  const anchor = byKey && focused instanceof HTMLElement ? focused : { x: event.clientX, y: event.clientY };
  showMenu(label, groups(), anchor);
}
