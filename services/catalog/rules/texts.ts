import { compact, identity } from '../fold.ts';
import type { Field } from './rules.ts';

/** Between the texts of a list, and around it; no folded text has one. */
const BOUND = '\n';

/** A text as it is compared in rules about that field. Spaces and hyphens in genres make no difference. */
export function foldFor(field: Field, text: string): string {
  return field === 'genre' ? compact(text) : identity(text);
}

/** Folded texts as one in which any of them can be looked for. */
export function asList(texts: readonly string[]): string {
  return `${BOUND}${[...new Set(texts)].join(BOUND)}${BOUND}`;
}

/** What a list holds in which one of the texts is that, begins so, or contains that. */
export function lookedFor(operator: 'is' | 'isNot' | 'startsWith' | 'contains', text: string): string {
  if (operator === 'contains') return text;
  return operator === 'startsWith' ? BOUND + text : BOUND + text + BOUND;
}
