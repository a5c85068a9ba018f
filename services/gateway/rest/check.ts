import { Errors, Validators } from 'moleculer';
import { CantigaError } from '../../../errors.ts';
import { bad } from './query.ts';
import type { Rule, Rules, ValuesOf } from './rules.ts';

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
    check = validator.compile(mapped(rules));
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

/** Rules as the validator knows them. */
function mapped(rules: Rules): Record<string, object> {
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, validatorRule(rule)]));
}

function validatorRule(rule: Rule): object {
  switch (rule.type) {
    case 'array':
      return { ...rule, items: validatorRule(rule.items) };
    case 'object':
      return { ...rule, props: mapped(rule.props) };
    case 'kinds':
      return byKind(rule);
    default:
      return rule;
  }
}

/** What is wrong is said of the kind that an object says it is, and not of all others. */
function byKind({ by, kinds }: Extract<Rule, { type: 'kinds' }>): object {
  const checks = new Map(
    Object.entries(kinds).map(([value, props]) => {
      const known = { [by]: { type: 'equal', value, strict: true }, ...mapped(props) };
      return [value, validator.compile({ $$strict: true, ...known })] as const;
    }),
  );
  return {
    type: 'custom',
    check(value: unknown, errors: Issue[], _: unknown, place: string, parent: Values) {
      const path = withIndex(place, parent, value);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        errors.push({ type: 'object', field: path, message: `The '${path}' must be an object.` });
        return value;
      }
      const check = checks.get((value as Record<string, string>)[by]!);
      if (check === undefined) {
        const field = `${path}.${by}`;
        const message = `The '${field}' field must be one of ${[...checks.keys()].join(', ')}.`;
        errors.push({ type: 'enumValue', field, message });
        return value;
      }
      const verdict = check(value as Values) as true | Issue[];
      for (const issue of verdict === true ? [] : verdict) errors.push(within(path, issue));
      return value;
    },
  };
}

/** `all[]` as `all[2]`: the validator does not tell a check of ours which item it is. */
function withIndex(place: string, parent: Values, value: unknown): string {
  const name = /([^.[\]]+)\[\]$/.exec(place)?.[1];
  return name === undefined ? place : `${place.slice(0, -1)}${(parent[name] as unknown[]).indexOf(value)}]`;
}

/** What the validator says of a value. */
interface Issue {
  type: string;
  /** Without one it is the whole. */
  field?: string;
  message: string;
}

function within(path: string, { type, field = '', message }: Issue): Issue {
  const whole = field === '' ? path : `${path}.${field}`;
  return { type, field: whole, message: message.replace(`'${field}'`, `'${whole}'`) };
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
