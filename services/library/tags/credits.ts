import type { Credit } from '../facts.ts';
import { clean, cleanList, LIMITS } from './clean.ts';

export interface CreditTags {
  /** One entry a tag value, as the tags have them. */
  names: readonly unknown[];
  /** The whole credit in one string, when there is one. */
  display?: unknown;
  sorts: readonly unknown[];
  mbids: readonly unknown[];
  /** The names come from an ID3v2.3 frame, which was taken apart at every `/`. */
  slashes: boolean;
}

const MBID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const BETWEEN = /\s*;\s*|\s+\/\s+|\s*\u0000\s*/;
const GUEST = /\s+[([]?(?:feat\.|feat|ft\.|ft|featuring)\s+/i;

/** A MusicBrainz identifier in lower case, or undefined. */
export function mbidOf(value: unknown): string | undefined {
  return typeof value === 'string' && MBID.test(value.trim()) ? value.trim().toLowerCase() : undefined;
}

/**
 * The artists of a credit. Several tag values are several artists. A single value is taken apart at `;`, ` / ` and
 * "feat."; a bare `/` (AC/DC) parts names only where as many MusicBrainz identifiers say so.
 */
export function creditsOf(tags: CreditTags): { credits: Credit[]; display?: string } {
  const mbids = tags.mbids.flatMap((value) => String(value).split(/[;/\s]+/)).map(mbidOf);
  let names = cleanList(tags.names);
  if (tags.slashes && names.length > 1 && names.length !== mbids.length) names = [names.join('/')];
  const single = names.length === 1 ? names[0]! : undefined;
  if (single !== undefined) names = split(single);
  const shown = clean(tags.display) ?? single;
  const sorts = tags.sorts.length === 1 ? String(tags.sorts[0]).split(/\s*;\s*/) : tags.sorts;
  const credits = names.slice(0, LIMITS.list).map((name, index) => {
    const sort = sorts.length === names.length ? clean(sorts[index]) : undefined;
    const mbid = mbids.length === names.length ? mbids[index] : undefined;
    return {
      name,
      ...(sort === undefined || sort === name ? {} : { sort }),
      ...(mbid === undefined ? {} : { mbid }),
    };
  });
  const plain =
    shown === undefined || shown === names[0] || shown.split(/\s*[;,/]\s*/).join('\0') === names.join('\0');
  return plain ? { credits } : { credits, display: shown };
}

function split(credit: string): string[] {
  const parts = credit.split(BETWEEN).flatMap((part) => part.split(GUEST));
  return cleanList(
    parts.map((part, index) => (index > 0 && !/[([]/.test(part) ? part.replace(/[)\]]\s*$/, '') : part)),
  );
}
