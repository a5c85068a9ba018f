import { signal } from '@preact/signals';

/** Pages of the screen in a second above which nobody looks at what flies past. */
const FAST = 3;
/** Milliseconds without scrolling after which it has ended. */
const STILL = 120;

/** Whether the page is being scrolled faster than covers can be looked at: those that come by are not loaded. */
export const hurried = signal(false);

let lastY = 0;
let lastAt = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

addEventListener(
  'scroll',
  () => {
    const now = performance.now();
    const pages = Math.abs(scrollY - lastY) / innerHeight;
    const seconds = Math.max(0.008, (now - lastAt) / 1000);
    hurried.value = lastAt > 0 && now - lastAt < STILL && pages / seconds > FAST;
    lastY = scrollY;
    lastAt = now;
    clearTimeout(timer);
    timer = setTimeout(() => {
      hurried.value = false;
    }, STILL);
  },
  { passive: true },
);
