import { isError } from '../../errors.ts';
import type { Collection } from '../../mixins/store/types.ts';
import type { SessionDoc } from './models/sessions.ts';
import type { Sessions } from './sessions.ts';

/** Milliseconds without a word after which nobody is taken to listen any more. */
const LONGEST_SILENCE = 30 * 60_000;
const AT_ONCE = 100;

/**
 * Closes sessions of which nothing was heard for long.
 * @param now milliseconds since 1970
 * @returns how many
 */
export async function closeIdle(
  sessions: Sessions,
  documents: Pick<Collection<SessionDoc>, 'query'>,
  now: number,
): Promise<number> {
  const silent = await documents.query('open', { open: true }, { to: now - LONGEST_SILENCE, limit: AT_ONCE });
  for (const { user, session, listen } of silent) {
    const by = listen?.isSounding ? 'lost' : 'idle';
    try {
      await sessions.tell(user, { session, id: `close-${by}`, command: { type: 'close', by } });
    } catch (error) {
      // Closed by its listener, of which the documents do not know yet.
      if (!isError(error, 'SESSION_CLOSED')) throw error;
    }
  }
  return silent.length;
}
