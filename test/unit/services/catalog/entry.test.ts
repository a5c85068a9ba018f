import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { albumEntry } from '../../../../services/catalog/entry/album.ts';
import { artistEntry } from '../../../../services/catalog/entry/artist.ts';
import { entryBytes } from '../../../../services/catalog/entry/bytes.ts';
import { songEntry } from '../../../../services/catalog/entry/song.ts';
import { INDEX_VERSION } from '../../../../services/catalog/index/schema.ts';
import { ALBUMS, ARTISTS, TRACKS } from '../gateway/subsonic/library.ts';

/** Digest of the entries of a library, and the version of the index that holds entries of that form. */
const FORM = { version: 5, digest: '980c0201e141fe28' };

describe('given the entries that the index keeps', () => {
  const all = [...TRACKS.map(songEntry), ...ALBUMS.map(albumEntry), ...ARTISTS.map(artistEntry)];

  it('when their form changes, then so does the version of the index (write both down here)', () => {
    const digest = createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16);
    expect({ version: INDEX_VERSION, digest }).toEqual(FORM);
  });

  it('when one is written, then it is an object to which fields can be added', () => {
    for (const entry of all) expect(entryBytes(entry).toString()).toMatch(/^\{"id":".+\}$/);
  });
});
