import type { IAudioMetadata } from 'music-metadata';

/** Prefixes under which taggers put free fields. */
const PREFIX = /^(?:txxx:|----:com\.apple\.itunes:|wm\/)/;

/**
 * The tags of a file by their own names in lower case, without the prefix of free fields, for what the common form
 * of music-metadata leaves out or merges. Values in the order of the file.
 */
export function nativeTags(native: IAudioMetadata['native']): Map<string, unknown[]> {
  const byName = new Map<string, unknown[]>();
  for (const [type, tags] of Object.entries(native)) {
    // Cut off at 30 characters: only a last resort, and the common form has it.
    if (type === 'ID3v1') continue;
    for (const { id, value } of tags) {
      const name = id.toLowerCase().replace(PREFIX, '');
      const values = byName.get(name);
      if (values === undefined) byName.set(name, [value]);
      else values.push(value);
    }
  }
  return byName;
}

/** All values under any of these names, in the order of the names. */
export function valuesOf(tags: ReadonlyMap<string, unknown[]>, ...names: string[]): unknown[] {
  return names.flatMap((name) => tags.get(name) ?? []);
}
