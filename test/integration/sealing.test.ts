import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deriveKey } from '../../mixins/sealing/keys.ts';
import { SUBJECTS_SPEC, type SubjectDoc, Subjects } from '../../mixins/sealing/subjects.ts';
import { openDatabase } from '../../mixins/store/store.ts';
import type { Database } from '../../mixins/store/types.ts';
import { stores } from '../support/stores.ts';

const KEY = deriveKey('a secret that is long enough for a test', 'subjects');

describe.each(stores)('what is sealed for a person, on $name', (store) => {
  let db: Database;
  let cleanup: () => Promise<void>;
  beforeEach(async () => {
    const place = await store.open();
    cleanup = place.cleanup;
    db = await openDatabase(place.config, 'sealing', { collections: { subjects: SUBJECTS_SPEC } });
  });
  afterEach(async () => {
    await db.close();
    await cleanup();
  });
  const subjects = () => new Subjects(db.collection<SubjectDoc>('subjects'), KEY);

  it('opens for that person at that place, also after a restart', async () => {
    const sealed = await subjects().seal('us-1', 'se-1', { name: 'Küche 🎧' });
    expect(sealed).not.toContain('che');
    expect(await subjects().unseal('us-1', 'se-1', sealed)).toEqual({ name: 'Küche 🎧' });
    await subjects().seal('us-2', 'se-1', {});
    expect(await subjects().unseal('us-2', 'se-1', sealed)).toBeUndefined();
    expect(await subjects().unseal('us-1', 'se-2', sealed)).toBeUndefined();
  });

  it('has one key, however many seal at once', async () => {
    const [one, other] = [subjects(), subjects()];
    const sealed = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? one : other).seal('us-1', 'x', i)),
    );
    const opened = await Promise.all(sealed.map((text) => subjects().unseal('us-1', 'x', text)));
    expect(opened).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('opens never again when the person is forgotten', async () => {
    const kept = subjects();
    const sealed = await kept.seal('us-1', 'x', 'personal');
    await kept.forget('us-1');
    expect(await kept.unseal('us-1', 'x', sealed)).toBeUndefined();
    const again = await kept.seal('us-1', 'x', 'another life');
    expect(await kept.unseal('us-1', 'x', sealed)).toBeUndefined();
    expect(await kept.unseal('us-1', 'x', again)).toBe('another life');
  });
});
