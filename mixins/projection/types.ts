import type { RecordedEvent } from '../journal/types.ts';
import type { Doc } from '../store/types.ts';

/** A document of a read model: what it says, and up to where it says it. */
export interface ModelDoc extends Doc {
  /** By partition (`p07`): the last position of which this document knows. */
  ck: Readonly<Record<string, number>>;
}

type Content<D extends ModelDoc> = Omit<D, 'rev' | 'ck'>;

/**
 * Documents that follow from a journal. Events of one partition are applied in order; those of several come together in
 * any order, so a document that more than one partition changes must not depend on it.
 */
export interface ReadModel<D extends ModelDoc = ModelDoc> {
  /** Of its collections, and of its place in the journal. */
  readonly name: string;
  /** Raise it with every change of what follows from an event: the model is then built anew. */
  readonly version: number;
  /** Ids of the documents that an event changes. */
  touched(event: RecordedEvent): readonly string[];
  /**
   * A document after an event; undefined where there is none yet and none comes of it. Changes nothing of the one before. A
   * document that is there stays, whatever it says: with it would go what it knows of, and a node that reads an older
   * event would make it anew. Only what is erased goes.
   */
  apply(doc: Content<D> | undefined, event: RecordedEvent, id: string): Content<D> | undefined;
}
