import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { isError } from '../../errors.ts';
import type { Collection, CollectionSpec, Doc } from '../store/types.ts';
import { seal, unseal } from './seal.ts';

const KEY_BYTES = 32;
const MOST_AT_HAND = 10_000;
/** Milliseconds after which a key is looked for again: another node may have forgotten its subject. */
const LOOKED_AGAIN = 60_000;

/** The key of somebody about whom there is something to seal; its `_id` is theirs. */
export interface SubjectDoc extends Doc {
  /** Sealed with a key of the engine. */
  key: string;
}

export const SUBJECTS_SPEC: CollectionSpec = {};

/**
 * Seals what is personal with a key for each person. Whoever is to be forgotten loses their key, and with it everything
 * that was ever sealed with it, wherever it is kept and however often.
 */
export class Subjects {
  readonly #documents: Collection<SubjectDoc>;
  readonly #engineKey: KeyObject;
  readonly #atHand = new LRUCache<string, KeyObject>({ max: MOST_AT_HAND, ttl: LOOKED_AGAIN });

  /** @param engineKey seals the keys */
  constructor(documents: Collection<SubjectDoc>, engineKey: KeyObject) {
    this.#documents = documents;
    this.#engineKey = engineKey;
  }

  /** @param value JSON @param about where it stands, so that it opens nowhere else */
  async seal(subject: string, about: string, value: unknown): Promise<string> {
    const key = (await this.#keyOf(subject)) ?? (await this.#makeKey(subject));
    return seal(key, JSON.stringify(value), about);
  }

  /** What was sealed; undefined when its subject was forgotten. */
  async unseal<T>(subject: string, about: string, sealed: string): Promise<T | undefined> {
    const key = await this.#keyOf(subject);
    const text = key && unseal(key, sealed, about);
    return text ? (JSON.parse(text) as T) : undefined;
  }

  /** Nothing that was sealed for them can be opened any more; on other nodes after a minute. */
  async forget(subject: string): Promise<void> {
    await this.#documents.remove(subject);
    this.#atHand.delete(subject);
  }

  async #keyOf(subject: string): Promise<KeyObject | undefined> {
    const atHand = this.#atHand.get(subject);
    if (atHand !== undefined) return atHand;
    const stored = await this.#documents.get(subject);
    const bytes = stored && unseal(this.#engineKey, stored.key, subject);
    if (!bytes) return undefined;
    const key = createSecretKey(Buffer.from(bytes, 'base64url'));
    this.#atHand.set(subject, key);
    return key;
  }

  async #makeKey(subject: string): Promise<KeyObject> {
    const bytes = randomBytes(KEY_BYTES).toString('base64url');
    try {
      await this.#documents.insert({ _id: subject, key: seal(this.#engineKey, bytes, subject) });
    } catch (error) {
      // Made by somebody else at the same time.
      if (!isError(error, 'ALREADY_EXISTS')) throw error;
    }
    return (await this.#keyOf(subject))!;
  }
}
