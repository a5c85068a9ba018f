import { SingleBar } from 'cli-progress';

/** A bar on a terminal, nothing elsewhere. `update` takes the part that is done, from 0 to 1. */
export function partProgress(what: string): { update(part: number): void; end(): void } {
  const bar = new SingleBar({
    format: `${what} {bar} {percentage}% · {eta_formatted} left`,
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    fps: 5,
  });
  bar.start(1, 0);
  return { update: (part) => bar.update(part), end: () => bar.stop() };
}
