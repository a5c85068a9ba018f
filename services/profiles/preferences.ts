import { CantigaError, isError } from '../../errors.ts';
import { retryRaces } from '../../mixins/store/retry.ts';
import type { Collection, Database, Doc } from '../../mixins/store/types.ts';
import type { Preferences } from '../actions.ts';

/** What a listener prefers. `_id` is the user. As text, so that no store makes anything else of it. */
export interface StoredPreferences extends Doc {
  json: string;
}

/** Bytes of the JSON in UTF-8. */
const MOST_BYTES = 16 * 1024;
/** Objects and lists in each other, the outermost counted. */
const DEEPEST = 8;

/** What each listener prefers, kept whole. */
export class PreferenceBook {
  #stored: Collection<StoredPreferences>;

  constructor(db: Database) {
    this.#stored = db.collection('preferences');
  }

  async get(user: string): Promise<Preferences> {
    const found = await this.#stored.get(user);
    return found === null ? { preferences: {}, rev: 0 } : toPreferences(found);
  }

  /** @throws {CantigaError} CONFLICT unless they are those of `rev`; BAD_PARAMETER, TOO_LARGE */
  async set(
    user: string,
    preferences: Record<string, unknown>,
    rev: number | undefined,
  ): Promise<Preferences> {
    const json = textOf(preferences);
    if (rev !== undefined) return this.#write(user, json, rev);
    return retryRaces(async () => this.#write(user, json, (await this.#stored.get(user))?.rev ?? 0));
  }

  async forget(user: string): Promise<void> {
    await this.#stored.remove(user);
  }

  async #write(user: string, json: string, rev: number): Promise<Preferences> {
    try {
      const doc = { _id: user, json };
      return toPreferences(
        await (rev === 0 ? this.#stored.insert(doc) : this.#stored.update({ ...doc, rev })),
      );
    } catch (error) {
      if (!isError(error, 'ALREADY_EXISTS') && !isError(error, 'NOT_FOUND')) throw error;
      throw new CantigaError('CONFLICT', 'The preferences have changed since they were read.');
    }
  }
}

/**
 * An object as JSON.
 * @throws {CantigaError} BAD_PARAMETER when it is too deep or has what JSON has not; TOO_LARGE
 */
export function textOf(preferences: Record<string, unknown>): string {
  if (!isPlainJson(preferences, DEEPEST)) {
    throw new CantigaError(
      'BAD_PARAMETER',
      `Preferences are JSON, at most ${DEEPEST} levels deep, without a key '__proto__'.`,
    );
  }
  const text = JSON.stringify(preferences);
  if (Buffer.byteLength(text) <= MOST_BYTES) return text;
  throw new CantigaError('TOO_LARGE', `Preferences take at most ${MOST_BYTES} bytes.`);
}

/** Whether a value comes back from JSON as it went there, on every way that it may take through the engine. */
function isPlainJson(value: unknown, deepest: number): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || deepest === 0) return false;
  if (Array.isArray(value)) return value.every((each) => isPlainJson(each, deepest - 1));
  if (Object.prototype.toString.call(value) !== '[object Object]') return false;
  return Object.entries(value).every(([key, each]) => key !== '__proto__' && isPlainJson(each, deepest - 1));
}

function toPreferences({ json, rev }: StoredPreferences): Preferences {
  return { preferences: JSON.parse(json) as Record<string, unknown>, rev };
}
