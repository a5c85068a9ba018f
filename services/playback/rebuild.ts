import { CantigaError } from '../../errors.ts';
import type { ReadModels, Rebuilt } from '../../mixins/projection/models.ts';
import { MODELS } from './models.ts';

/** A read model that was built anew. */
export interface Rebuilding extends Rebuilt {
  /** How long it took. */
  seconds: number;
}

/** @throws NOT_FOUND; CONFLICT while it is being built; UNAVAILABLE; DISK_FULL */
export async function rebuild(models: Pick<ReadModels, 'rebuild'>, name: string): Promise<Rebuilding> {
  const declared = MODELS.find(({ model }) => model.name === name);
  if (declared === undefined) throw new CantigaError('NOT_FOUND', `There is no read model '${name}'.`);
  const began = performance.now();
  const rebuilt = await models.rebuild(declared.model);
  return { ...rebuilt, seconds: (performance.now() - began) / 1000 };
}
