import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../../config.ts';
import type { ActionName, Actions, Principal } from '../../../services/actions.ts';
import type { Bug } from './bugs.ts';
import type { Failpoint } from './failpoints.ts';
import type { Answer } from './node.ts';

const NODE = fileURLToPath(new URL('./node.ts', import.meta.url));
const HOOKS = new URL('./failpoints.ts', import.meta.url).href;
const CODE_CACHE = fileURLToPath(new URL('../../../node_modules/.cache/cantiga/code', import.meta.url));

/** What is planned for a process. */
export interface Plan {
  death?: { point: Failpoint; times: number } | undefined;
  bug?: Bug | undefined;
}

/** The process has died, and it is not known if it did what it was asked. */
export class Died extends Error {
  override name = 'Died';
}
/** It is not known if it was done, and nobody will ask again. */
export class GivenUp extends Error {
  override name = 'GivenUp';
}
/** It said that it did not do it. */
export class Refused extends Error {
  override name = 'Refused';
  readonly type: string;
  readonly retryable: boolean;

  constructor({ type, retryable }: { type: string; retryable: boolean }) {
    super(type);
    this.type = type;
    this.retryable = retryable;
  }
}

/** A process with playback, until it dies. */
export class PlaybackProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #calls = 0;
  readonly exited: Promise<unknown>;

  /** @throws when it ends before it is ready and was not meant to die */
  static async start(config: Partial<Config>, { death, bug }: Plan = {}): Promise<PlaybackProcess> {
    const child = fork(NODE, {
      execArgv: ['--import', HOOKS],
      env: {
        ...process.env,
        // As `npm start` does: loading the code is most of a start.
        NODE_COMPILE_CACHE: CODE_CACHE,
        PROOF_CONFIG: JSON.stringify(config),
        PROOF_DEATH: death === undefined ? '' : `${death.point}:${death.times}`,
        PROOF_BUG: bug ?? '',
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const started = new PlaybackProcess(child);
    const first = await Promise.race([once(child, 'message').then(() => 'ready'), started.exited]);
    if (first !== 'ready' && death === undefined) throw new Error('The process did not start.');
    return started;
  }

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (message: Answer | 'ready') => {
      if (message === 'ready') return;
      const waiting = this.#waiting.get(message.n);
      this.#waiting.delete(message.n);
      if ('error' in message) waiting?.reject(new Refused(message.error));
      else waiting?.resolve(message.result);
    });
    this.exited = once(child, 'exit').then(() => {
      for (const { reject } of this.#waiting.values()) reject(new Died());
      this.#waiting.clear();
    });
  }

  /** @throws {Died} {Refused} */
  call<N extends ActionName | 'caughtUp'>(
    name: N,
    params: N extends ActionName ? Actions[N]['params'] : object,
    as: Principal,
  ): Promise<N extends ActionName ? Actions[N]['result'] : null> {
    return new Promise((resolve, reject) => {
      if (!this.#child.connected) return reject(new Died());
      const n = ++this.#calls;
      this.#waiting.set(n, { resolve: resolve as (value: unknown) => void, reject });
      this.#child.send({ n, name, params, as }, (error) => {
        if (error) reject(new Died());
      });
    });
  }

  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.exited;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.exited;
  }
}
