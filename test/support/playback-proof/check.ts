import { isDeepStrictEqual } from 'node:util';
import { PARTITIONS } from '../../../mixins/journal/partitions.ts';
import { type CommitReader, eventsIn } from '../../../mixins/journal/types.ts';
import { ReadModels } from '../../../mixins/projection/models.ts';
import type { ModelDoc } from '../../../mixins/projection/types.ts';
import type { Database } from '../../../mixins/store/types.ts';
import { LEDGER } from '../../../services/playback/models/ledger.ts';
import { MODELS, SCHEMAS } from '../../../services/playback/models.ts';
import { union } from '../../../services/playback/ranges.ts';
import type { SessionCommand } from '../../../services/playback/session/commands.ts';
import type { ByteRange } from '../../../services/playback/session/events.ts';
import { SESSION } from '../../../services/playback/session/session.ts';
import { isSession, streamOf } from '../../../services/playback/stream.ts';
import { staleIn, violationsOf } from '../simulation/check.ts';
import type { Known } from '../simulation/clients.ts';
import type { Remembered } from './load.ts';

const EVERYWHERE = Array.from({ length: PARTITIONS }, (_, p) => p);

/**
 * What is wrong with what a stopped engine has left, given what its clients have written down; empty when all is well.
 * Every command that was acknowledged is there once, others once at most; positions and versions go on without a gap;
 * every answer is the recorded one; every read model is a fold of the journal; and what the ledger has of a file is the
 * union of what was acknowledged.
 */
export async function faultsOf(
  log: CommitReader,
  db: Database,
  commands: readonly Remembered[],
): Promise<string[]> {
  const known = [...(await openings(log)), ...commands.map(knownOf)];
  const faults = await violationsOf(SESSION, log, EVERYWHERE, known, isSession);
  const models = new ReadModels({ models: MODELS.map(({ model }) => model), schemas: SCHEMAS, log, db });
  await models.open();
  for (const { model } of MODELS) {
    const documents = new Map<string, ModelDoc>();
    const collection = models.serving(model);
    let page = await collection.query('all', {}, { limit: 1000 });
    for (; page.length > 0; page = await collection.query('all', {}, { limit: 1000, after: page.at(-1)! }))
      for (const doc of page) documents.set(doc._id, doc);
    faults.push(...(await staleIn(model, log, EVERYWHERE, documents)));
    if (model.name === LEDGER.name) faults.push(...wrongBytes(commands, documents));
  }
  return faults;
}

/** Sessions were opened before anybody died; what is sealed in them is known to nobody else. */
async function openings(log: CommitReader): Promise<Known<SessionCommand>[]> {
  const found: Known<SessionCommand>[] = [];
  for (const p of EVERYWHERE)
    for (const { stream, cmd, type, data } of (await log.read(p, 0, 1_000_000)).flatMap(eventsIn)) {
      if (type !== 'opened') continue;
      const { user, device } = data as { user: string; device: string };
      found.push({ stream, cmd, command: { type: 'open', user, device }, answers: [], refusals: 0 });
    }
  return found;
}

function knownOf({ sent, answers, refusals }: Remembered): Known<SessionCommand> {
  const place = { stream: streamOf(sent.user, sent.session), cmd: sent.id, refusals };
  if ('command' in sent)
    return { ...place, command: sent.command, answers: answers.filter((answer) => answer !== null) };
  return {
    ...place,
    command: { type: 'deliver', ...sent.delivery },
    ...{ answers: [], isAcknowledged: answers.length > 0 },
  };
}

function wrongBytes(commands: readonly Remembered[], ledger: ReadonlyMap<string, ModelDoc>): string[] {
  const delivered = new Map<string, ByteRange[]>();
  for (const { sent, answers } of commands) {
    if (!('delivery' in sent) || answers.length === 0) continue;
    const { track, file, ranges } = sent.delivery;
    const id = `${streamOf(sent.user, sent.session)}/${track}/${file}`;
    delivered.set(id, [...(delivered.get(id) ?? []), ...ranges]);
  }
  return [...delivered].flatMap(([id, ranges]) => {
    const doc = ledger.get(id) as { ranges?: ByteRange[]; bytes?: number } | undefined;
    const expected = union(ranges);
    const bytes = expected.reduce((sum, [from, to]) => sum + to - from, 0);
    if (isDeepStrictEqual(doc?.ranges, expected) && doc?.bytes === bytes) return [];
    return [`the ledger has ${JSON.stringify(doc?.ranges)} of ${id}, not ${JSON.stringify(expected)}`];
  });
}
