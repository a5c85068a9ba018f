import { SingleBar } from 'cli-progress';

/** What a scan has done so far. */
export interface ScanCounts {
  /** Audio files seen. */
  seen: number;
  /** Files read. */
  read: number;
  /** Files to be read; known once the walk is over. */
  toRead: number;
  /** Files that could not be read. */
  problems: number;
}

export interface Progress {
  update(counts: ScanCounts): void;
  end(): void;
}

/** ms between two lines in a log. */
const INTERVAL = 5000;

/** Shows how far a scan is: a bar on a terminal, a line every few seconds elsewhere. */
export function showProgress(log: (line: string) => void, terminal: boolean): Progress {
  return terminal ? bar() : lines(log);
}

function bar(): Progress {
  let shown: SingleBar | undefined;
  return {
    update({ read, toRead }) {
      if (toRead === 0) return;
      if (shown === undefined) {
        shown = new SingleBar({
          format: 'Reading music {bar} {percentage}% · {value} of {total} · {eta_formatted} left',
          barsize: 30,
          hideCursor: true,
          clearOnComplete: true,
          fps: 5,
        });
        shown.start(toRead, read);
      }
      shown.setTotal(toRead);
      shown.update(read);
    },
    end() {
      shown?.stop();
    },
  };
}

function lines(log: (line: string) => void): Progress {
  let last = performance.now();
  return {
    update({ seen, read, toRead }) {
      if (performance.now() - last < INTERVAL) return;
      last = performance.now();
      log(
        toRead === 0
          ? `Looking through the music folders: ${seen} files`
          : `Reading music: ${read} of ${toRead} files`,
      );
    },
    end() {},
  };
}
