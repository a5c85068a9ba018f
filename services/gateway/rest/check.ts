import { Errors, Validators } from 'moleculer';
import { CantigaError } from '../../../errors.ts';
import { bad } from './query.ts';
import type { Rules, ValuesOf } from './rules.ts';

type Values = Record<string, unknown>;

const validator = new Validators.Fastest();
const compiled = new WeakMap<Rules, (values: Values) => unknown>();

/**
 * The values as the rules have them: with defaults, trimmed.
 * @throws {CantigaError} BAD_PARAMETER, naming what is unknown or null
 * @throws {Errors.ValidationError} for all else that is not as it should be
 */
export function checked<const R extends Rules>(rules: R, values: Values): ValuesOf<R> {
  const unknown = Object.keys(values).filter((name) => !Object.hasOwn(rules, name));
  if (unknown.length > 0) {
    const known = Object.keys(rules).join(', ') || 'none';
    throw new CantigaError(
      'BAD_PARAMETER',
      `There is no parameter ${unknown.map((name) => `'${name.slice(0, 100)}'`).join(', ')} here. There are: ${known}.`,
    );
  }
  // The rules would take null for a value that was left out.
  refuseNull(values, (value) => value === null);
  let check = compiled.get(rules);
  if (check === undefined) {
    check = validator.compile(rules);
    compiled.set(rules, check);
  }
  // The check writes defaults into what it is given.
  const copy = { ...values };
  const verdict = check(copy);
  if (verdict !== true) {
    throw new Errors.ValidationError('Parameters validation error!', 'VALIDATION_ERROR', verdict as object);
  }
  refuseNull(copy, hasNull);
  return copy as ValuesOf<R>;
}

/** @throws {CantigaError} BAD_PARAMETER */
function refuseNull(values: Values, isNone: (value: unknown) => boolean): void {
  const none = Object.keys(values).find((name) => isNone(values[name]));
  if (none !== undefined) throw bad(none, 'must not be null, nor have null in it');
}

/** Whether null is anywhere in a value. Only for what has been checked, and is no deeper than its rules. */
function hasNull(value: unknown): boolean {
  if (typeof value !== 'object') return false;
  return value === null || Object.values(value).some(hasNull);
}
