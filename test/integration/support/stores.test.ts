import { describe, expect, it } from '@jest/globals';
import { createConnection } from 'mongoose';
import { openDatabase } from '../../../mixins/store/store.ts';
import { stores } from '../../support/stores.ts';

describe.each(stores)('a place for tests to store in ($name)', ({ name, open }) => {
  it('is empty, apart from others, and leaves nothing behind', async () => {
    const first = await open();
    const second = await open();
    const service = { collections: { notes: {} } };
    const one = await openDatabase(first.config, 'tests', service);
    await one.collection('notes').insert({ _id: 'a' });
    const other = await openDatabase(second.config, 'tests', service);
    expect(await other.collection('notes').get('a')).toBeNull();
    await one.close();
    await other.close();
    await first.cleanup();
    await second.cleanup();
    if (name === 'mongo')
      expect(await databases(first.config.mongoUrl!)).not.toContain(`${first.config.namespace}-tests`);
  });
});

async function databases(url: string): Promise<string[]> {
  const connection = await createConnection(url).asPromise();
  const { databases } = await connection.listDatabases();
  await connection.close();
  return databases.map(({ name }) => name);
}
