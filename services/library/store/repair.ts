import type { Database } from '../../../mixins/store/types.ts';
import { READ_AGAIN } from '../scan/stamp.ts';
import type { FileRecord } from './collections.ts';

/**
 * Undoes file records whose commit was never written, which a crash or a lost connection leaves behind on a store
 * without transactions: they are read again and told again. On SQLite there are none.
 * @param position of the newest commit
 */
export async function repairRecords(db: Database, position: number): Promise<number> {
  const torn = await db
    .collection<FileRecord>('files')
    .query('byPos', {}, { from: position + 1, limit: 1000 });
  if (torn.length === 0) return 0;
  await db.commit(
    torn.map((record) => {
      const factsPos = record.factsPos > position ? 0 : record.factsPos;
      return {
        collection: 'files',
        put: { ...record, beside: READ_AGAIN, missing: false, pos: 0, factsPos },
      };
    }),
  );
  return torn.length + (await repairRecords(db, position));
}
