import { env, kill, pid } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Change, change } from '../changed-code.ts';
import { HASTE } from '../simulation/mutants.ts';
import { BUGS, type Bug } from './bugs.ts';

// Loaded into a process before all else: lets it die at a named place of the code, and have a bug besides.

/** Milliseconds. */
const SLOWLY = 100;
const PARTITION = 'mixins/journal/partition.ts';
const PROJECTOR = 'mixins/projection/projector.ts';
const SNAPSHOTS = 'mixins/actor/snapshots.ts';
const COMMIT = 'if (operations.length + puts.length > 0) await db.commit([...operations, ...puts]);';

/** The places, each with the code that comes to stand there. */
const POINTS = {
  'before-append': [
    {
      file: PARTITION,
      from: 'return await log.append(commit);',
      to: "passing('before-append'); return await log.append(commit);",
    },
  ],
  // Long before: whoever was answered too early has heard it.
  'slow-append': [
    {
      file: PARTITION,
      from: 'return await log.append(commit);',
      to: "await passingSlowly('slow-append'); return await log.append(commit);",
    },
  ],
  'after-append': [
    {
      file: PARTITION,
      from: 'return await log.append(commit);',
      to: "await log.append(commit); passing('after-append'); return;",
    },
  ],
  'before-reply': [
    {
      file: 'mixins/actor/actor.ts',
      from: 'await writer.append(stored);',
      to: "await writer.append(stored); passing('before-reply');",
    },
  ],
  'before-documents': [{ file: PROJECTOR, from: COMMIT, to: `passing('before-documents'); ${COMMIT}` }],
  'after-documents': [{ file: PROJECTOR, from: COMMIT, to: `${COMMIT} passing('after-documents');` }],
  'amid-documents': [
    {
      file: 'mixins/store/mongo/database.ts',
      from: 'for (const run of runs(operations)) {',
      to: "for (const run of runs(operations)) { passing('amid-documents');",
    },
  ],
  'before-snapshot': [{ file: SNAPSHOTS, from: 'put({ _id', to: "passing('before-snapshot'); put({ _id" }],
  'after-snapshot': [
    {
      file: SNAPSHOTS,
      from: '.catch(onFailure)',
      to: ".then(() => passing('after-snapshot')).catch(onFailure)",
    },
  ],
} satisfies Record<string, readonly Change[]>;

export type Failpoint = keyof typeof POINTS;

/** `point:n`: at the n-th time that it comes there. */
const [point, times] = (env.PROOF_DEATH ?? '').split(':');
let left = Number(times);
Object.assign(globalThis, {
  passing(name: string) {
    if (name === point && --left === 0) kill(pid, 'SIGKILL');
  },
  async passingSlowly(name: string) {
    if (name !== point || --left !== 0) return;
    await sleep(SLOWLY);
    kill(pid, 'SIGKILL');
  },
});

change([
  ...HASTE,
  ...(point ? POINTS[point as Failpoint] : []),
  ...(env.PROOF_BUG ? BUGS[env.PROOF_BUG as Bug] : []),
]);
