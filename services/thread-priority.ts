import { readlinkSync } from 'node:fs';
import { constants, platform, setPriority } from 'node:os';
import { basename } from 'node:path';

/** Lets the threads that serve listeners go first. Linux has a priority for each thread; elsewhere nothing is done. */
export function lowerPriority(): void {
  if (platform() !== 'linux') return;
  try {
    const thread = Number(basename(readlinkSync('/proc/thread-self')));
    setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Only a courtesy: without /proc the thread runs at normal priority.
  }
}
