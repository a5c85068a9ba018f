import { t } from '../i18n/locale.ts';
import '../styles/tile.css';

interface TileProps {
  href: string;
  name: string;
  albums: number;
}

/** A genre or a decade: a name on a surface of a colour of its own, the same wherever it stands. */
export function Tile({ href, name, albums }: TileProps) {
  return (
    <a class="tile tinted" href={href} style={{ '--art-hue': String(hueOf(name)), '--art-chroma': '0.09' }}>
      <span class="tile-name some-lines" dir="auto">
        {name}
      </span>
      <span class="tile-about">{t('albums.count', { n: albums })}</span>
    </a>
  );
}

/** Degrees, by the letters of a name. */
export function hueOf(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + letter.codePointAt(0)!) >>> 0;
  return (hash * 47) % 360;
}
