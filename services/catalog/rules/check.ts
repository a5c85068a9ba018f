import { CantigaError } from '../../../errors.ts';
import {
  allRules,
  FIELDS,
  type FieldKind,
  isGroup,
  MOST_RULES,
  OPERATORS,
  type Rule,
  type Rules,
} from './rules.ts';
import { foldFor } from './texts.ts';

/** A day that there is, in the form of RFC 3339. */
export function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** Longest look back that `inLast` takes, in days. */
const MOST_DAYS = 36_500;
const RATINGS = { min: 0, max: 5 };

/**
 * Whether what passed the checks of parameters makes sense: the operator fits the field, and the value both.
 * @throws {CantigaError} BAD_PARAMETER naming the rule by its place, counted from 1 ("2.1" is the first of a group
 *   in the second place); TOO_LARGE
 */
export function checkRules(rules: Rules): void {
  if (allRules(rules).length > MOST_RULES) {
    throw new CantigaError('TOO_LARGE', `There are more than ${MOST_RULES} rules.`);
  }
  for (const [place, rule] of rules.rules.entries()) {
    if (!isGroup(rule)) {
      checkRule(rule, `${place + 1}`);
      continue;
    }
    if (rule.match == null || 'field' in rule || 'operator' in rule || 'value' in rule) {
      throw wrong(`${place + 1}`, "is a group, which has 'match' and 'rules' and nothing else");
    }
    for (const [inner, each] of rule.rules.entries()) checkRule(each, `${place + 1}.${inner + 1}`);
  }
}

function checkRule(rule: Partial<Rule>, place: string): void {
  const { field, operator, value } = rule;
  if (field == null || operator == null || value == null || 'match' in rule) {
    throw wrong(place, "needs 'field', 'operator' and 'value', and nothing else");
  }
  const operators: readonly string[] = OPERATORS[FIELDS[field]];
  if (!operators.includes(operator)) {
    throw wrong(place, `compares '${field}' with '${operator}', but there are only ${operators.join(', ')}`);
  }
  const wanted = valueWanted(rule as Rule, FIELDS[field]);
  if (wanted !== undefined) throw wrong(place, `('${field}' '${operator}') needs ${wanted}`);
}

/** What the value should be; undefined when it is that. */
function valueWanted({ field, operator, value }: Rule, kind: FieldKind): string | undefined {
  switch (kind) {
    case 'text':
      return typeof value === 'string' && foldFor(field, value) !== '' ? undefined : 'a text';
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'true or false';
    case 'number': {
      const { min, max } = field === 'rating' ? RATINGS : { min: 0, max: Number.MAX_SAFE_INTEGER };
      const fits = (each: unknown) => typeof each === 'number' && each >= min && each <= max;
      const range = field === 'rating' ? ' from 0 to 5' : '';
      if (operator === 'between') return isPair(value, fits) ? undefined : `two numbers${range}`;
      return fits(value) ? undefined : `a number${range}`;
    }
    case 'date': {
      if (operator === 'between') return isPair(value, isDay) ? undefined : 'two days as YYYY-MM-DD';
      if (operator !== 'inLast') return isDay(value) ? undefined : 'a day as YYYY-MM-DD';
      const fits = Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_DAYS;
      return fits ? undefined : `a number of days, 1 to ${MOST_DAYS}`;
    }
  }
}

function isPair(value: unknown, fits: (each: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(fits);
}

function wrong(place: string, text: string): CantigaError {
  return new CantigaError('BAD_PARAMETER', `Rule ${place} ${text}.`);
}
