import type { Config } from '../../config.ts';
import { readJournal } from '../../mixins/journal/open.ts';
import { type Verified, type VerifyOptions, verify } from '../../mixins/projection/verify.ts';
import { readDatabase } from '../../mixins/store/store.ts';
import { erasedBy, MODELS, SCHEMAS } from './models.ts';
import { COLLECTIONS } from './room.ts';

/**
 * Compares the read models of playback with its journal, also while an engine runs.
 * @throws as {@link verify}
 */
export async function verifyPlayback(
  config: Pick<Config, 'data' | 'mongoUrl' | 'namespace'>,
  options: Pick<VerifyOptions, 'limit' | 'patience' | 'onProgress'>,
): Promise<Verified> {
  const log = await readJournal(config, 'playback');
  try {
    const db = await readDatabase(config, 'playback', { collections: COLLECTIONS });
    try {
      const models = MODELS.map(({ model }) => model);
      return await verify({ ...options, models, schemas: SCHEMAS, erases: erasedBy, log, db });
    } finally {
      await db.close();
    }
  } finally {
    await log.close();
  }
}
