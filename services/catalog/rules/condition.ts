import { FIELDS, isGroup, type Rule, type RuleGroup, type Rules } from './rules.ts';
import { foldFor, lookedFor } from './texts.ts';

type Value = string | number;

/**
 * A condition in SQL: of a row of `track_facts`, or of one of `trait`, where every combination of texts is looked at
 * once however many tracks have it.
 */
interface Condition {
  of: 'track' | 'trait';
  sql: string;
  values: Value[];
}

/** What the listener says of tracks, by their numbers in the index. */
export interface MarkedNumbers {
  starred: number[];
  /** Those rated 1, those rated 2, … */
  rated: number[][];
}

/** How to find the tracks that rules choose. */
export interface Plan {
  /** A condition of a row of `track_facts`, and the values that it is asked with. */
  sql: string;
  values: Value[];
  /** Only these can be meant; undefined: any. */
  among?: readonly number[];
  /** None of these is meant, whatever the condition says. */
  without: ReadonlySet<number>;
}

const DAY = 86_400_000;
const EVERY_RATING = [0, 1, 2, 3, 4, 5];

/** @param now ms since 1970 */
export function planOf(
  { match, rules }: Pick<Rules, 'match' | 'rules'>,
  marks: MarkedNumbers,
  now: number,
): Plan {
  const [narrowing, others] = match === 'all' ? apart(rules) : [[], rules];
  const condition = liftedTo(
    'track',
    joined(
      match,
      others.map((rule) =>
        isGroup(rule)
          ? joined(
              rule.match,
              rule.rules.map((each) => conditionOf(each, marks, now)),
            )
          : conditionOf(rule, marks, now),
      ),
    ),
  );
  const marked = narrowing.map((rule) => markedBy(rule, marks));
  const [among, ...more] = marked
    .filter(({ within }) => within)
    .map(({ numbers }) => numbers)
    .sort((a, b) => a.length - b.length);
  return {
    sql: condition.sql,
    values: condition.values,
    among: among && more.reduce(common, among),
    without: new Set(marked.filter(({ within }) => !within).flatMap(({ numbers }) => numbers)),
  };
}

/** Rules about marks, which narrow what is looked at where every rule must hold; and all others. */
function apart(rules: Rules['rules']): [Rule[], Rules['rules']] {
  const aboutMarks = (rule: Rule | RuleGroup): rule is Rule =>
    !isGroup(rule) && (rule.field === 'starred' || rule.field === 'rating');
  return [rules.filter(aboutMarks), rules.filter((rule) => !aboutMarks(rule))];
}

function common(some: readonly number[], others: readonly number[]): number[] {
  const wanted = new Set(others);
  return some.filter((n) => wanted.has(n));
}

/** Conditions of shared texts are asked together, so that those texts are looked through once. */
function joined(match: Rules['match'], conditions: Condition[]): Condition {
  if (conditions.length === 0) return { of: 'track', sql: 'TRUE', values: [] };
  const shared = conditions.filter((condition) => condition.of === 'trait');
  const own = conditions.filter((condition) => condition.of === 'track');
  if (own.length === 0) return chained('trait', match, shared);
  if (shared.length === 0) return chained('track', match, own);
  return chained('track', match, [...own, liftedTo('track', chained('trait', match, shared))]);
}

function chained(of: Condition['of'], match: Rules['match'], conditions: Condition[]): Condition {
  const glue = match === 'all' ? ' AND ' : ' OR ';
  const sql = conditions.map((condition) => condition.sql).join(glue);
  return {
    of,
    sql: conditions.length === 1 ? sql : `(${sql})`,
    values: conditions.flatMap((condition) => condition.values),
  };
}

function liftedTo(of: 'track', condition: Condition): Condition {
  if (condition.of === of) return condition;
  return { ...condition, of, sql: `trait IN (SELECT trait FROM trait WHERE ${condition.sql})` };
}

function conditionOf(rule: Rule, marks: MarkedNumbers, now: number): Condition {
  switch (rule.field) {
    case 'rating':
    case 'starred': {
      const { within, numbers } = markedBy(rule, marks);
      const sql = `n ${within ? '' : 'NOT '}IN (SELECT value FROM json_each(?))`;
      return { of: 'track', sql, values: [JSON.stringify(numbers)] };
    }
    case 'added':
      return ofAdded(rule, now);
    default:
      return FIELDS[rule.field] === 'text' ? ofText(rule) : ofNumber(rule);
  }
}

function ofText({ field, operator, value }: Rule): Condition {
  const text = lookedFor(operator as 'is' | 'isNot' | 'startsWith' | 'contains', foldFor(field, `${value}`));
  return {
    of: field === 'title' ? 'track' : 'trait',
    sql: `${operator === 'isNot' ? 'NOT ' : ''}instr(${field}, ?)`,
    values: [text],
  };
}

/** What has no year (stored as 0) or tempo lies in no range. Numbers are equal that are rounded to the same. */
function ofNumber({ field, operator, value }: Rule): Condition {
  const of = 'track';
  if (Array.isArray(value)) {
    const [from, to] = (value as [number, number]).toSorted((a, b) => a - b);
    return {
      of,
      sql: `${field} BETWEEN ? AND ?`,
      values: [field === 'year' ? Math.max(from!, 1) : from!, to!],
    };
  }
  const values = [value as number];
  if (operator === 'greater') return { of, sql: `${field} > ?`, values };
  if (operator === 'less') {
    return { of, sql: field === 'year' ? 'year BETWEEN 1 AND ? - 1' : `${field} < ?`, values };
  }
  return { of, sql: `round(${field}) ${operator === 'is' ? 'IS' : 'IS NOT'} round(?)`, values };
}

function ofAdded({ operator, value }: Rule, now: number): Condition {
  const of = 'track';
  if (operator === 'inLast') return { of, sql: 'added >= ?', values: [now - Number(value) * DAY] };
  const [from, to] = (Array.isArray(value) ? value : [value, value]).map((day) => Date.parse(`${day}`));
  const first = Math.min(from!, to!);
  const after = Math.max(from!, to!) + DAY;
  if (operator === 'greater') return { of, sql: 'added >= ?', values: [after] };
  if (operator === 'less') return { of, sql: 'added < ?', values: [first] };
  const within = 'added >= ? AND added < ?';
  const sql = operator === 'isNot' ? `NOT (${within})` : `(${within})`;
  return { of, sql, values: [first, after] };
}

/** The tracks that a rule about marks is true of, or (not `within`) those that it is not true of. */
function markedBy(
  { field, operator, value }: Rule,
  { starred, rated }: MarkedNumbers,
): { within: boolean; numbers: number[] } {
  if (field === 'starred') return { within: (operator === 'is') === value, numbers: starred };
  const chosen = EVERY_RATING.filter((rating) => isRating(rating, operator, value));
  // The unrated are not listed anywhere.
  const within = !chosen.includes(0);
  const listed = within ? chosen : EVERY_RATING.filter((rating) => !chosen.includes(rating));
  return { within, numbers: listed.flatMap((rating) => rated[rating - 1] ?? []) };
}

function isRating(rating: number, operator: Rule['operator'], value: Rule['value']): boolean {
  if (Array.isArray(value)) {
    const [from, to] = (value as [number, number]).toSorted((a, b) => a - b);
    return rating >= from! && rating <= to!;
  }
  if (operator === 'greater') return rating > Number(value);
  if (operator === 'less') return rating < Number(value);
  return (operator === 'is') === (rating === Math.round(Number(value)));
}
