/*
 * Rules that choose tracks: what a smart playlist is made of. Texts are compared without case and accents, as
 * everywhere in the catalog.
 */

/** What a rule is about, and of what kind that is. */
export const FIELDS = {
  title: 'text',
  /** Of the track or of its album; each of several counts. */
  artist: 'text',
  album: 'text',
  /** Each of several counts; spellings such as "Hip-Hop" and "hip hop" are one. */
  genre: 'text',
  /** Folder of the track as it is shown ("Artist/Album"). */
  path: 'text',
  /** File extension without the dot. */
  format: 'text',
  /** Of the original release when the tags know it. */
  year: 'number',
  bpm: 'number',
  /** Seconds. */
  duration: 'number',
  /** 1 to 5, and 0 where the listener has given none. */
  rating: 'number',
  /** Whether the listener has starred the track. */
  starred: 'flag',
  /** When the track was first seen, in days of UTC. */
  added: 'date',
} as const;

export type Field = keyof typeof FIELDS;
export type FieldKind = (typeof FIELDS)[Field];

/** How a kind of field can be compared. */
export const OPERATORS = {
  text: ['is', 'isNot', 'contains', 'startsWith'],
  number: ['is', 'isNot', 'greater', 'less', 'between'],
  flag: ['is', 'isNot'],
  date: ['is', 'isNot', 'greater', 'less', 'between', 'inLast'],
} as const satisfies Record<FieldKind, readonly string[]>;

export type Operator = (typeof OPERATORS)[FieldKind][number];

/** Orders of what the rules choose, from A to Z, from old to new, from low to high. */
export const ORDERS = ['title', 'artist', 'album', 'year', 'added', 'rating', 'random'] as const;
export type RuleOrder = (typeof ORDERS)[number];

export const MOST_CHOSEN = 5000;
/** Rules together, those in groups included. */
export const MOST_RULES = 30;

export interface Rule {
  field: Field;
  operator: Operator;
  /**
   * A text; a number; true or false; a day as `YYYY-MM-DD`; for `between` two numbers or days, both included; for
   * `inLast` a number of days.
   */
  value: string | number | boolean | [number, number] | [string, string];
}

export interface RuleGroup {
  match: 'all' | 'any';
  rules: Rule[];
}

export interface Rules {
  match: 'all' | 'any';
  /** Without any, every track is chosen. */
  rules: (Rule | RuleGroup)[];
  order: RuleOrder;
  descending?: boolean;
  /** Tracks chosen, 1 to 5,000. */
  limit: number;
}

/** What the listener whose rules they are says of tracks, by id. */
export interface Marks {
  starred: string[];
  /** Those rated 1, those rated 2, … */
  rated: string[][];
}

export const NO_MARKS: Marks = { starred: [], rated: [] };

export function isGroup(rule: Rule | RuleGroup): rule is RuleGroup {
  return (rule as Partial<RuleGroup>).rules != null;
}

/** All rules, those in groups included. */
export function allRules({ rules }: Pick<Rules, 'rules'>): Rule[] {
  return rules.flatMap((rule) => (isGroup(rule) ? rule.rules : [rule]));
}
