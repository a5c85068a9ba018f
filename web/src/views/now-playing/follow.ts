import type { LyricsResource } from '../../../../services/gateway/rest/resources.ts';

/** Of lyrics in several languages those to show: with times if there are any, in the listener's language, else the first. */
export function bestLyrics(all: readonly LyricsResource[], language: string): LyricsResource | undefined {
  const rank = ({ synced, lang }: LyricsResource) => (synced ? 2 : 0) + (lang.startsWith(language) ? 1 : 0);
  return all.reduce<LyricsResource | undefined>(
    (best, one) => (best === undefined || rank(one) > rank(best) ? one : best),
    undefined,
  );
}

/** Index of the line that is sung at a position in milliseconds; -1 before the first. */
export function lineAt(
  { lines, offset = 0 }: Pick<LyricsResource, 'lines' | 'offset'>,
  position: number,
): number {
  let found = -1;
  for (const [i, { start }] of lines.entries()) {
    if (start === undefined || start + offset > position) break;
    found = i;
  }
  return found;
}
