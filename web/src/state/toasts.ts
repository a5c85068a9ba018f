import { signal } from '@preact/signals';

export interface Toast {
  id: number;
  text: string;
  kind: 'done' | 'failure';
  action?: { label: string; run: () => void };
}

/** Milliseconds for which a message stays; one that offers something, longer. */
const STAYS = 5000;
const STAYS_WITH_ACTION = 9000;
const MOST = 3;

export const toasts = signal<readonly Toast[]>([]);
const timers = new Map<number, ReturnType<typeof setTimeout>>();
let last = 0;

/** Says something in passing; the same words are not said twice at once. */
export function toast(text: string, options: Partial<Pick<Toast, 'kind' | 'action'>> = {}): void {
  const said: Toast = { id: ++last, text, kind: options.kind ?? 'done' };
  if (options.action) said.action = options.action;
  toasts.value = [...toasts.peek().filter((other) => other.text !== text), said].slice(-MOST);
  leaveLater(said);
}

export function dismiss(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  toasts.value = toasts.peek().filter((toast) => toast.id !== id);
}

/** Keeps messages while somebody reads or reaches for them. */
export function holdToasts(): void {
  for (const timer of timers.values()) clearTimeout(timer);
}

export function releaseToasts(): void {
  toasts.peek().forEach(leaveLater);
}

function leaveLater(toast: Toast): void {
  clearTimeout(timers.get(toast.id));
  const wait = toast.action ? STAYS_WITH_ACTION : STAYS;
  timers.set(
    toast.id,
    setTimeout(() => dismiss(toast.id), wait),
  );
}
