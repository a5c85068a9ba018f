import { signal } from '@preact/signals';

/** Milliseconds between two looks whether the server is back; grows while it is not. */
const SOONEST = 1000;
const LATEST = 15_000;

/** Milliseconds after which somebody who waits for the server is told that it has not answered yet. */
export const PATIENCE = 5000;

/** Whether the server was reached the last time that it was asked for something. */
export const connected = signal(true);
/** Counts how often it has come back: what failed meanwhile is worth another try then. */
export const comebacks = signal(0);

let timer: ReturnType<typeof setTimeout> | undefined;
let wait = SOONEST;

export function reached(): void {
  clearTimeout(timer);
  timer = undefined;
  wait = SOONEST;
  if (connected.peek()) return;
  connected.value = true;
  comebacks.value++;
}

export function notReached(): void {
  connected.value = false;
  if (timer === undefined) lookIn(wait);
}

/** Looks now whether the server is there again. */
export async function look(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  try {
    const response = await fetch('/health', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
    if (response.ok) return reached();
  } catch {}
  connected.value = false;
  wait = Math.min(wait * 1.6, LATEST);
  lookIn(wait);
}

function lookIn(ms: number): void {
  clearTimeout(timer);
  timer = setTimeout(look, ms);
}

addEventListener('online', () => {
  if (!connected.peek()) void look();
});
addEventListener('offline', notReached);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && !connected.peek()) void look();
});
