import { signal } from '@preact/signals';
import type { VNode } from 'preact';

export interface OpenDialog {
  id: number;
  /** What it shows. `close` takes it away. */
  render(close: () => void): VNode;
}

/** The dialogs that are open, each over the one before. */
export const openDialogs = signal<readonly OpenDialog[]>([]);
let last = 0;

/** Opens a dialog over the page: what it renders is a {@link Dialog}. */
export function showDialog(render: OpenDialog['render']): void {
  openDialogs.value = [...openDialogs.peek(), { id: ++last, render }];
}

export function closeDialog(id: number): void {
  openDialogs.value = openDialogs.peek().filter((dialog) => dialog.id !== id);
}
