import { Fragment } from 'preact';
import type { ArtistRef } from '../../../services/gateway/rest/resources.ts';
import { paths } from '../path.ts';

interface ArtistNamesProps {
  artists: readonly ArtistRef[];
  /** As the tags put it, with "feat." and the like. */
  display: string;
  tabIndex?: number;
}

/** Who made it, each name a link where the tags tell them apart. */
export function ArtistNames({ artists, display, tabIndex }: ArtistNamesProps) {
  const pieces = split(display, artists);
  return (
    <>
      {pieces.map(({ text, artist }, i) =>
        artist ? (
          <a key={i} href={paths.artist(artist.id)} class="name-link" dir="auto" tabIndex={tabIndex}>
            {text}
          </a>
        ) : (
          <Fragment key={i}>{text}</Fragment>
        ),
      )}
    </>
  );
}

interface Piece {
  text: string;
  artist?: ArtistRef;
}

/** The display name cut at the artists in it; where they do not stand in it one after another, their names in a row. */
function split(display: string, artists: readonly ArtistRef[]): Piece[] {
  const pieces: Piece[] = [];
  let rest = display;
  for (const artist of artists) {
    const at = rest.indexOf(artist.name);
    if (at < 0 || artist.name === '') return inRow(artists, display);
    if (at > 0) pieces.push({ text: rest.slice(0, at) });
    pieces.push({ text: artist.name, artist });
    rest = rest.slice(at + artist.name.length);
  }
  if (rest !== '') pieces.push({ text: rest });
  return pieces;
}

function inRow(artists: readonly ArtistRef[], display: string): Piece[] {
  if (artists.length === 1) return [{ text: display, artist: artists[0]! }];
  return artists.flatMap((artist, i): Piece[] => [
    ...(i > 0 ? [{ text: ', ' }] : []),
    { text: artist.name, artist },
  ]);
}
