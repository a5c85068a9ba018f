import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { JournalAudit } from '../../../mixins/journal/audit.ts';
import type { Commit, StoredEvent } from '../../../mixins/journal/types.ts';

const P = 7;
let folder: string;
let audit: JournalAudit;
let found: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cantiga-audit-'));
  found = [];
  const onFinding = ({ kind, partition, position, what }: { [key: string]: unknown }) =>
    found.push(`${kind} ${partition}:${position} ${what}`);
  audit = new JournalAudit({ schemas: { added: [] }, folder, onFinding: onFinding as never });
});
afterEach(async () => {
  audit.close();
  await rm(folder, { recursive: true });
});

const event = (stream: string, v: number, cmd: string, more: Partial<StoredEvent> = {}): StoredEvent => ({
  ...{ stream, v, cmd, type: 'added', schema: 1, data: {} },
  ...more,
});
const commit = (pos: number, ...events: StoredEvent[]): Commit => ({
  ...{ p: P, pos, epoch: 1, writer: 'w', at: 0, events },
});

describe('an audit of a journal', () => {
  it('finds nothing in what engines write', () => {
    audit.take(P, [
      commit(1, event('a', 1, 'x'), event('b', 1, 'x'), event('a', 2, 'x'), event('a', 3, 'y')),
    ]);
    audit.take(P, [commit(2, event('a', 4, 'z', { type: 'noted' }))]);
    audit.endsAt(P, 2);
    expect(found).toEqual([]);
    expect({ commits: audit.commits, events: audit.events }).toEqual({ commits: 2, events: 5 });
  });

  it('finds a command that was taken twice, in one commit and in two', () => {
    audit.take(P, [commit(1, event('a', 1, 'x'), event('a', 2, 'y'), event('a', 3, 'x'))]);
    audit.take(P, [commit(2, event('a', 4, 'y'))]);
    expect(found).toEqual([
      'command p07:1 a has taken command x twice.',
      'command p07:2 a has taken command y twice.',
    ]);
  });

  it('finds versions that are missing or repeated', () => {
    audit.take(P, [commit(1, event('a', 1, 'x'), event('a', 3, 'y')), commit(2, event('a', 3, 'z'))]);
    expect(found).toEqual([
      'version p07:1 After version 1 of a comes 3.',
      'version p07:2 After version 3 of a comes 3.',
    ]);
  });

  it('finds a commit in a place that is not its own, and a place that is empty, once', () => {
    audit.take(P, [commit(1, event('a', 1, 'x')), commit(3, event('a', 2, 'y'))]);
    audit.endsAt(P, 4);
    audit.endsAt(P, 5);
    expect(found).toEqual([
      'position p07:2 The commit at position 2 says that it is p07:3.',
      'position p07:3 Position 3 is missing; what comes after it, up to 4, is read by nobody.',
    ]);
  });

  it('finds events that it does not understand', () => {
    audit.take(P, [commit(1, event('a', 1, 'x', { schema: 2 }), event('a', 2, 'y', { type: 'toString' }))]);
    expect(found).toEqual([
      'unknown p07:1 Version 1 of a is not understood: added, schema 2.',
      'unknown p07:1 Version 2 of a is not understood: toString, schema 1.',
    ]);
  });
});
