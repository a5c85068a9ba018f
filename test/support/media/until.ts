import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `condition` holds. @throws after `ms` */
export async function until(condition: () => boolean, ms = 20_000): Promise<void> {
  const deadline = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`This does not come true: ${condition}`);
    await delay(5);
  }
}
