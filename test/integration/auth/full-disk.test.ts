import { describe, expect, it } from '@jest/globals';
import { CantigaError } from '../../../errors.ts';
import { openDatabase } from '../../../mixins/store/store.ts';
import type { Collection, Database, Doc } from '../../../mixins/store/types.ts';
import { COLLECTIONS } from '../../../services/auth/model.ts';
import { Room } from '../../../services/auth/room.ts';
import { eventually } from '../../support/rooms.ts';
import { stores } from '../../support/stores.ts';

/** The same database on a disk that is full from the moment that `isFull` says so. */
function onDisk(db: Database, isFull: () => boolean): Database {
  const refuse = () => Promise.reject(new CantigaError('DISK_FULL', 'The disk is full.'));
  return {
    ...db,
    commit: (operations) => (isFull() ? refuse() : db.commit(operations)),
    collection<T extends Doc>(name: string): Collection<T> {
      const own = db.collection<T>(name);
      return { ...own, update: (doc) => (isFull() ? refuse() : own.update(doc)) };
    },
  };
}

describe('requests while the disk is full', () => {
  it('go on, although their last use cannot be noted', async () => {
    const { config, cleanup } = await stores[0]!.open();
    const db = await openDatabase(config, 'auth', { collections: COLLECTIONS });
    try {
      let isFull = false;
      const warnings: unknown[] = [];
      const room = new Room({
        db: onDisk(db, () => isFull),
        secret: 'a secret of more than thirty-two characters',
        forget: async () => {},
        warn: (_, error) => warnings.push(error),
      });
      await room.accounts.createFirstAdmin(() => room.passwords.hash('a good password'));
      const admin = await room.accounts.get('admin');
      const { apiKey } = await room.credentials.create(admin._id, 'phone');
      isFull = true;
      const all = await Promise.all(
        [{ apiKey }, { apiKey }, { username: 'admin', password: 'a good password' }].map((shown) =>
          room.authenticator.request(shown, '192.0.2.1', 'Feishin'),
        ),
      );
      expect(all.map(({ username }) => username)).toEqual(['admin', 'admin', 'admin']);
      await eventually(async () => warnings.length > 0);
      expect(warnings).toEqual([expect.objectContaining({ type: 'DISK_FULL' })]);
    } finally {
      await db.close();
      await cleanup();
    }
  });
});
