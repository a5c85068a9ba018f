import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** A program that ends when it is stopped, and when the process that started it dies, however it dies. */
export interface Guarded {
  pid: number;
  /** What it has printed so far. */
  output(): string;
  /** Resolves to the first match in what it prints. Rejects with all of that when it ends before, or after `ms`. */
  printed(pattern: RegExp, ms: number): Promise<RegExpMatchArray>;
  stop(): Promise<void>;
  /** Lets the process that started it end without stopping it first. */
  unref(): void;
}

/**
 * Waits for the program while a reader holds the other end of our pipe: it closes when we stop the program or die, and
 * the reader ends the program then.
 */
const SCRIPT = `
exec 3<&0
"$@" </dev/null 3<&- & program=$!
echo "program $program"
(read -r _ <&3; kill "$program") & reader=$!
wait "$program"
kill "$reader" 2>/dev/null
`;
const LONGEST_STOP = 5000;

export async function startGuarded(command: string, args: string[]): Promise<Guarded> {
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'sh', command, ...args], { stdio: 'pipe' });
  let text = '';
  let ended = false;
  const collect = (chunk: Buffer) => {
    text += chunk.toString();
    shell.emit('printed');
  };
  shell.stdout.on('data', collect);
  shell.stderr.on('data', collect);
  shell.stdin.on('error', () => {});
  shell.on('exit', () => {
    ended = true;
    shell.emit('printed');
  });

  const printed = async (pattern: RegExp, ms: number) => {
    const deadline = AbortSignal.timeout(ms);
    for (;;) {
      const match = pattern.exec(text);
      if (match) return match;
      if (ended || deadline.aborted) {
        throw new Error(`${command} ${ended ? 'ended' : `printed no ${pattern} in ${ms} ms`}:\n${text}`);
      }
      await once(shell, 'printed', { signal: deadline }).catch(() => {});
    }
  };

  const pid = Number((await printed(/^program (\d+)$/m, LONGEST_STOP))[1]);
  return {
    pid,
    output: () => text,
    printed,
    async stop() {
      if (ended) return;
      const gone = once(shell, 'exit');
      shell.stdin.end();
      const timer = new AbortController();
      await Promise.race([gone, delay(LONGEST_STOP, undefined, { signal: timer.signal })]);
      timer.abort();
      if (ended) return;
      process.kill(pid, 'SIGKILL');
      await gone;
    },
    unref() {
      shell.unref();
      for (const stream of [shell.stdin, shell.stdout, shell.stderr]) {
        (stream as unknown as { unref(): void }).unref();
      }
    },
  };
}
