import type { FoundTrack, WantedTrack } from '../../actions.ts';
import { type Candidate, likeness, readWanted } from '../wanted.ts';
import type { IndexFile } from './rows.ts';

/** Tracks of one title that are looked at. */
const MOST_ALIKE = 1000;
/** Tracks that are looked for in one step. */
const STEP = 20;

// `json_each` has columns of its own called key, id and path.
const CANDIDATES = `SELECT track_key.key AS title, track_facts.id AS id, duration, disc, no, artist, trait.album AS album,
    trait.path AS path, format
  FROM json_each(?) AS wanted CROSS JOIN track_key ON track_key.key = wanted.value CROSS JOIN track_facts ON n = item
  CROSS JOIN trait USING (trait) LIMIT ${MOST_ALIKE}`;

/** The live track that is most likely meant by each, or null. */
export function* findTracks(
  index: IndexFile,
  wanted: readonly WantedTrack[],
): Generator<void, (FoundTrack | null)[]> {
  const found: (FoundTrack | null)[] = [];
  for (const one of wanted) {
    if (found.length % STEP === STEP - 1) yield;
    found.push(find(index, one));
  }
  return found;
}

function find(index: IndexFile, one: WantedTrack): FoundTrack | null {
  const wanted = readWanted(one);
  const candidates = index.all<Candidate & FoundTrack>(CANDIDATES, JSON.stringify([...wanted.titles]));
  const only = new Set(candidates.map(({ id }) => id)).size === 1;
  let best: FoundTrack | null = null;
  let most = 0;
  for (const candidate of candidates) {
    const like = likeness(wanted, candidate, only);
    if (like <= most) continue;
    most = like;
    best = { id: candidate.id, duration: candidate.duration };
  }
  return best;
}
