import type { QueuePlace } from '../playback-resources.ts';

/** Milliseconds from a hint to the look, so that many hints are one look. */
const SOON = 30;
/** Milliseconds between looks without any hint: one may be lost between nodes. */
const QUIET = 30_000;

interface Listening {
  user: string;
  /** Reads the queue of that listener; may fail. */
  look: () => Promise<QueuePlace>;
  tell: (queue: QueuePlace) => void;
}

/** Looks at the queues of those who listen at this gateway, each when there is news of it. */
export class QueueWatch {
  readonly #hints = new Map<string, Set<() => void>>();

  /** Tells of a queue now and whenever it has changed. Returns how to stop that. */
  listen({ user, look, tell }: Listening): () => void {
    let timer: NodeJS.Timeout | undefined;
    let isOver = false;
    const lookIn = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(work, ms).unref();
    };
    const work = async () => {
      lookIn(QUIET);
      const queue = await look().catch(() => undefined);
      if (queue !== undefined && !isOver) tell(queue);
    };
    const hint = () => lookIn(SOON);
    const hints = this.#hints.get(user) ?? new Set();
    this.#hints.set(user, hints.add(hint));
    lookIn(0);
    return () => {
      isOver = true;
      clearTimeout(timer);
      hints.delete(hint);
      if (hints.size === 0) this.#hints.delete(user);
    };
  }

  /** The queue of a listener may have changed. */
  hint(user: string): void {
    for (const hint of this.#hints.get(user) ?? []) hint();
  }
}
