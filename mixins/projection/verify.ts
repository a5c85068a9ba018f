import { setTimeout as sleep } from 'node:timers/promises';
import { CantigaError } from '../../errors.ts';
import { COMPACTED } from '../actor/upcast.ts';
import type { JournalFinding } from '../journal/audit.ts';
import { partitionName } from '../journal/partitions.ts';
import type { ReadableDatabase } from '../store/types.ts';
import { idsOf, PAGE, pagesOf, saysTheSame } from './documents.ts';
import { byDocument, type Checkpoint, checkpointId, docAfter } from './projector.ts';
import { Reference, type ReferenceOptions } from './reference.ts';
import { CHECKPOINTS, EVERYWHERE, servedFrom } from './slots.ts';
import type { ModelDoc, ReadModel } from './types.ts';
import { differences, type Fault, type Finding, type Verdict, verdictOf } from './verdict.ts';

/** How often all is read anew because the journal was compacted meanwhile. */
const READINGS = 5;
/** Milliseconds after which the reference goes on with what was written meanwhile. */
const STEP = 1000;
/** Milliseconds between looks at what is not as far as the journal, or further. */
const POLL = 100;
/** Documents that are looked at again later, at most. Of more it is said at once that they are behind. */
const MOST_LATER = 100_000;
/** How often a model is looked at anew because another one took its place meanwhile. */
const ATTEMPTS = 3;

export interface DocumentFinding {
  kind: Fault;
  id: string;
  /** Of one that is wrong: by field, what it says and what the journal says. */
  fields?: ReturnType<typeof differences>;
}

export interface VerifiedModel {
  model: string;
  /** How many were looked at. */
  documents: number;
  faults: Record<Fault, number>;
  findings: DocumentFinding[];
  /** Set when nothing could be compared: why. */
  problem?: string;
}

export interface Verified {
  equal: boolean;
  journal: { commits: number; events: number; faults: number; findings: JournalFinding[] };
  models: VerifiedModel[];
}

export interface VerifyOptions extends Omit<ReferenceOptions, 'onFinding' | 'onProgress'> {
  /** Where the read models are. */
  db: ReadableDatabase;
  /** Findings that are told, of the journal and of each model. All are counted. */
  limit: number;
  /** Milliseconds for which a document may be behind while others look on. */
  patience: number;
  onProgress?: (done: { events: number } | { model: string; documents: number }) => void;
}

/**
 * Compares read models with a fold of their journal, and looks at the journal itself. Both may go on meanwhile.
 * @throws {StartupError} for a database that cannot be read; UNAVAILABLE while the journal is being compacted; DISK_FULL when the temporary one does not fit
 */
export async function verify(options: VerifyOptions): Promise<Verified> {
  for (let reading = 1; reading <= READINGS; reading++) {
    const revision = await options.log.revision();
    const verified = await verifyOnce(options);
    if ((await options.log.revision()) === revision) return verified;
  }
  throw new CantigaError('UNAVAILABLE', 'Old sessions are being compacted. Try again later.');
}

async function verifyOnce(options: VerifyOptions): Promise<Verified> {
  const journal: Verified['journal'] = { commits: 0, events: 0, faults: 0, findings: [] };
  const reference = await Reference.open({
    ...options,
    onFinding(finding) {
      journal.faults++;
      if (journal.findings.length < options.limit) journal.findings.push(finding);
    },
    onProgress: (events) => options.onProgress?.({ events }),
  });
  try {
    await reference.advance();
    const models = await new Verification(options, reference).run();
    const { commits, events } = reference;
    const areEqual = models.every(({ faults, problem }) => problem === undefined && isNone(faults));
    return { equal: journal.faults === 0 && areEqual, journal: { ...journal, commits, events }, models };
  } finally {
    await reference.close();
  }
}

interface Compared {
  model: ReadModel;
  collection: string;
  result: VerifiedModel;
  /** Ids of documents that were not as far as the reference, or are in one place only. */
  later: Set<string>;
}

class Verification {
  readonly #options: VerifyOptions;
  readonly #reference: Reference;
  /** Positions that the read models have surely come to: they take in an event of all of them together. */
  readonly #passed = new Map<string, number>();
  #advanced = performance.now();

  constructor(options: VerifyOptions, reference: Reference) {
    this.#options = options;
    this.#reference = reference;
  }

  async run(): Promise<VerifiedModel[]> {
    const done = new Map<string, VerifiedModel>();
    let models = this.#options.models;
    for (let attempt = 1; models.length > 0; attempt++) {
      const compared: Compared[] = [];
      for (const model of models) {
        const one = await this.#compare(model);
        done.set(model.name, one.result);
        compared.push(one);
      }
      await this.#settle(compared);
      models = attempt < ATTEMPTS ? await this.#moved(compared) : [];
    }
    return this.#options.models.map(({ name }) => done.get(name)!);
  }

  /** Those in whose place another one serves meanwhile. */
  async #moved(compared: readonly Compared[]): Promise<ReadModel[]> {
    const moved: ReadModel[] = [];
    for (const { model, collection, result } of compared) {
      const served = await servedFrom(this.#options.db, model);
      if (result.problem === undefined && served?.collection !== collection) moved.push(model);
    }
    return moved;
  }

  async #compare(model: ReadModel): Promise<Compared> {
    const { db, onProgress } = this.#options;
    const served = await servedFrom(db, model);
    const result: VerifiedModel = { model: model.name, documents: 0, faults: none(), findings: [] };
    const compared: Compared = { model, collection: served?.collection ?? '', result, later: new Set() };
    if (served?.version !== model.version) {
      const built = served === undefined ? 'was never built' : `is of version ${served.version}`;
      result.problem = `It ${built}; this is version ${model.version}. It is built when the engine starts.`;
      return compared;
    }
    await this.#readCheckpoints(served.collection);
    for await (const page of pagesOf(db, served.collection)) {
      result.documents += page.length;
      await this.#comparePage(compared, page);
      onProgress?.({ model: model.name, documents: result.documents });
    }
    for await (const ids of idsOf(this.#reference.db, model.name)) {
      const stored = await db.collection<ModelDoc>(served.collection).getMany(ids);
      for (const [i, id] of ids.entries()) if (stored[i] === null) this.#lookLater(compared, id, 'missing');
    }
    return compared;
  }

  async #comparePage(compared: Compared, page: readonly ModelDoc[]): Promise<void> {
    // Not too far behind what is written meanwhile, which has to be read for every page.
    if (performance.now() > this.#advanced + STEP) await this.#advance();
    this.#note(page);
    for (const [id, verdict] of await this.#look(
      compared,
      page.map(({ _id }) => _id),
      page,
    )) {
      if (verdict.kind === 'wrong') report(compared.result, id, verdict, this.#options.limit);
      else if (verdict.kind !== 'equal') this.#lookLater(compared, id, verdict.kind);
    }
  }

  #lookLater({ later, result }: Compared, id: string, kind: Fault): void {
    if (later.size < MOST_LATER) later.add(id);
    else report(result, id, { kind }, this.#options.limit);
  }

  /** Looks again at what was not as far, or further, until it is known or does not come. */
  async #settle(compared: readonly Compared[]): Promise<void> {
    const { patience } = this.#options;
    // Twice, with the reference brought up to date in between: what it has and nobody else may be no more.
    for (let round = 0; round < 2; round++) {
      const deadline = performance.now() + patience;
      await this.#lookAgain(compared, false);
      while (compared.some(({ later }) => later.size > 0) && performance.now() < deadline) {
        await sleep(POLL);
        await this.#lookAgain(compared, false);
      }
      if (compared.every(({ later }) => later.size === 0)) return;
      await this.#advance();
    }
    await this.#lookAgain(compared, true);
  }

  async #lookAgain(compared: readonly Compared[], isLast: boolean): Promise<void> {
    const { db, limit } = this.#options;
    for (const one of compared) {
      const ids = [...one.later];
      for (let from = 0; from < ids.length; from += PAGE) {
        const page = ids.slice(from, from + PAGE);
        const stored = await db.collection<ModelDoc>(one.collection).getMany(page);
        this.#note(stored.filter((doc) => doc !== null));
        for (const [id, verdict] of await this.#look(one, page, stored)) {
          const isKnown = verdict.kind === 'equal' || verdict.kind === 'wrong';
          if (isKnown || isLast) one.later.delete(id);
          if (verdict.kind !== 'equal' && (isKnown || isLast))
            report(one.result, id, isKnown ? verdict : this.#judged(verdict), limit);
        }
      }
    }
  }

  /** What is said of one that does not come: a document that its read model has left behind is not on its way. */
  #judged(verdict: Finding): Finding {
    const known = verdict.kind === 'extra' ? verdict.stored : verdict.journal;
    const hasPassed = ([p, pos]: [string, number]) => (this.#passed.get(p) ?? 0) >= pos;
    const wanted = Object.entries(known?.ck ?? {}).map(([p, pos]): [string, number] =>
      verdict.kind === 'extra' ? [p, this.#reference.reached(Number(p.slice(1)))] : [p, pos],
    );
    if (!wanted.every(hasPassed)) return { kind: 'behind' };
    return verdict.kind === 'behind' ? { ...verdict, kind: 'wrong' } : verdict;
  }

  /**
   * @param stored what was read of those ids before
   * @returns what is to be said of each; `missing`, `extra` and `behind` for now
   */
  async #look(
    { model }: Compared,
    ids: readonly string[],
    stored: readonly (ModelDoc | null)[],
  ): Promise<[id: string, Verdict][]> {
    const folded = await this.#reference.db.collection<ModelDoc>(model.name).getMany(ids);
    const later = byDocument(model, await this.#eventsUpTo(stored));
    const verdicts: [string, Verdict][] = [];
    for (const [i, id] of ids.entries()) {
      const doc = stored[i] ?? undefined;
      const known = (later.get(id) ?? []).filter(({ p, pos }) => pos <= (doc?.ck[partitionName(p)] ?? 0));
      const before = folded[i] ?? undefined;
      const after = docAfter(model, id, before, known);
      const verdict = verdictOf(doc, after === before ? before : asStored(after));
      verdicts.push([id, (await this.#knowsOtherwise(verdict)) ? { kind: 'equal' } : verdict]);
    }
    return verdicts;
  }

  /** Whether a document is only behind facts, and has what they say from the events in whose places they are. */
  async #knowsOtherwise(verdict: Verdict): Promise<boolean> {
    if (verdict.kind !== 'behind') return false;
    const { stored, journal } = verdict;
    if (!stored || !journal || !saysTheSame(stored, journal)) return false;
    for (const [partition, pos] of Object.entries(journal.ck)) {
      if ((stored.ck[partition] ?? 0) >= pos) continue;
      const [commit] = await this.#options.log.read(Number(partition.slice(1)), pos - 1, 1);
      if (!commit?.events.some(({ type }) => type === COMPACTED)) return false;
    }
    return true;
  }

  /** Events of which the reference does not know, and a document does. */
  async #eventsUpTo(stored: readonly (ModelDoc | null)[]) {
    const furthest = new Map<string, number>();
    for (const doc of stored) noteFurthest(furthest, Object.entries(doc?.ck ?? {}));
    const events = EVERYWHERE.map((p) => this.#reference.after(p, furthest.get(partitionName(p)) ?? 0));
    return (await Promise.all(events)).flat();
  }

  async #advance(): Promise<void> {
    await this.#reference.advance();
    this.#advanced = performance.now();
  }

  #note(docs: readonly ModelDoc[]): void {
    for (const { ck } of docs) noteFurthest(this.#passed, Object.entries(ck));
  }

  async #readCheckpoints(collection: string): Promise<void> {
    const ids = EVERYWHERE.map((p) => checkpointId(collection, p));
    const checkpoints = await this.#options.db.collection<Checkpoint>(CHECKPOINTS).getMany(ids);
    noteFurthest(
      this.#passed,
      checkpoints.map((checkpoint, p) => [partitionName(p), checkpoint?.pos ?? 0]),
    );
  }
}

function noteFurthest(
  furthest: Map<string, number>,
  positions: readonly (readonly [string, number])[],
): void {
  for (const [p, pos] of positions) if (pos > (furthest.get(p) ?? 0)) furthest.set(p, pos);
}

/** As every store has it: what is undefined is not there. */
function asStored<T>(doc: T): T {
  return doc && (JSON.parse(JSON.stringify(doc)) as T);
}

function report(result: VerifiedModel, id: string, verdict: Finding, limit: number) {
  const { kind, stored, journal } = verdict;
  result.faults[kind]++;
  if (result.findings.length >= limit) return;
  const fields = kind === 'wrong' && stored && journal && differences(stored, journal);
  result.findings.push({ kind, id, ...(fields && { fields }) });
}

function none(): Record<Fault, number> {
  return { wrong: 0, missing: 0, extra: 0, behind: 0 };
}

function isNone(faults: Record<Fault, number>): boolean {
  return Object.values(faults).every((count) => count === 0);
}
