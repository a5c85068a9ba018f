import { COMPACTED } from '../../mixins/actor/upcast.ts';
import { type Commit, eventsIn, type RecordedEvent } from '../../mixins/journal/types.ts';
import { type Copy, decoded, encoded, type Page } from './copy.ts';

const ROOM = 'playback-journal';
/** Of what is said of all compactions; of the others it is the stream. */
const REVISION = '';

/**
 * Looks at commits as they are copied, in the order of their positions. A stream that is compacted meanwhile is found as it
 * is at some step of that, its first events and the fact: events are taken out of the last commit first, so that order
 * never sees a later one without those before it.
 */
export class CompactionWatch {
  /** Facts of streams of which other events were copied too. */
  readonly half = new Map<string, RecordedEvent>();
  /** Whether there are facts of what read models may not have taken in when they were copied. */
  isAhead = false;
  readonly #known: (p: number) => number;
  #p = -1;
  /** Of this partition, in which all of a stream lies. */
  #streams = new Set<string>();

  /** @param known up to which position of a partition every document that was copied knows the journal */
  constructor(known: (p: number) => number) {
    this.#known = known;
  }

  see(commit: Commit): void {
    if (commit.p !== this.#p) this.#streams = new Set();
    this.#p = commit.p;
    for (const event of eventsIn(commit)) {
      if (event.type === COMPACTED) {
        this.isAhead ||= event.pos > this.#known(event.p);
        if (this.#streams.has(event.stream)) this.half.set(event.stream, event);
      }
      this.#streams.add(event.stream);
    }
  }
}

/**
 * Copies the commits of the journal, and what is to be compacted of them: who opens the journal finishes that, as after a
 * crash.
 * @param known see {@link CompactionWatch}
 * @returns whether read models that were copied before can follow it
 */
export async function copyJournal(copy: Copy, known: (p: number) => number): Promise<boolean> {
  const watch = new CompactionWatch(known);
  await copy.write(ROOM, 'commits', seen(copy.pages(ROOM, 'commits'), watch));
  const revision = await copy.collection(ROOM, 'compactions').findOne({ _id: REVISION });
  const half = [...watch.half].map(([_id, fact]) => encoded({ _id, fact }));
  await copy.write(ROOM, 'compactions', [revision === null ? half : [encoded(revision), ...half]]);
  return !watch.isAhead;
}

async function* seen(pages: AsyncIterable<Page>, watch: CompactionWatch): AsyncGenerator<Page> {
  for await (const page of pages) {
    for (const commit of page) watch.see(decoded<Commit>(commit));
    yield page;
  }
}
