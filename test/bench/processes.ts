import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** A script of ours in a process of its own that prints a line for each that it is sent. */
export interface Script {
  pid: number;
  /** The next line that it prints. */
  line(): Promise<string>;
  /** Asks for a line. */
  ask(): Promise<string>;
  stop(): Promise<void>;
}

export function startScript(path: string, args: string[]): Script {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(process.execPath, [path, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: Interface = createInterface({ input: child.stdout });
  const iterator = lines[Symbol.asyncIterator]();
  const line = async () => {
    const { value, done } = await iterator.next();
    if (done) throw new Error(`${path} has ended.`);
    return value as string;
  };
  return {
    pid: child.pid!,
    line,
    ask: () => {
      child.stdin.write('\n');
      return line();
    },
    async stop() {
      const exited = child.exitCode === null ? once(child, 'exit') : undefined;
      child.stdin.end();
      await exited;
    },
  };
}

/** Seconds of processor time and bytes of memory of a process, as Linux tells. */
export function usageOf(pid: number): { cpu: number; rss: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ');
  return { cpu: (Number(fields[11]) + Number(fields[12])) / 100, rss: Number(fields[21]) * 4096 };
}

/** Of the main thread of a process: ms of processor time, and ms that it was ready but no core was free for it. */
export function mainThreadOf(pid: number): { cpu: number; waited: number } {
  const [cpu, waited] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'latin1').split(' ');
  return { cpu: Number(cpu) / 1e6, waited: Number(waited) / 1e6 };
}
