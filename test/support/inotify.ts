import { readdirSync, readFileSync } from 'node:fs';

/** How many folders and files this process watches. Linux only. */
export function inotifyWatches(): number {
  let watches = 0;
  for (const fd of readdirSync('/proc/self/fdinfo')) {
    try {
      const info = readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1');
      watches += info.match(/^inotify wd:/gm)?.length ?? 0;
    } catch {
      // Closed meanwhile.
    }
  }
  return watches;
}

/** How many events Linux keeps for who does not take them. */
export function inotifyQueue(): number {
  return Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'latin1'));
}
