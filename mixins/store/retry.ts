import { isError } from '../../errors.ts';

const ATTEMPTS = 10;

/** Whether a write lost a race against another of the same document, or against its first one. */
export function lostRace(error: unknown): boolean {
  return isError(error, 'CONFLICT');
}

/**
 * Repeats work that reads documents, decides and writes them, when another writer was faster. The work starts from a
 * fresh read every time.
 * @param isRace which errors say so
 * @throws what the work throws; its last CONFLICT when it loses ten times in a row
 */
export async function retryRaces<T>(work: () => Promise<T>, isRace = lostRace): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isRace(error) || attempt === ATTEMPTS) throw error;
      // Writers that collided once and start again at once would collide again.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** attempt));
    }
  }
}
