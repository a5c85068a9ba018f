import { ulid } from 'ulid';
import type { Device } from '../../../services/playback/session/events.ts';
import { storage } from '../state/storage.ts';

const KEPT = 'cantiga-device';

/** The first one that fits: most name others besides themselves. */
const BROWSERS = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|OPT\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrom(e|ium)\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const;
const SYSTEMS = [
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
] as const;

/** What people would call a browser, such as "Firefox on Android". @param agent what it says of itself (User-Agent) */
export function nameOf(agent: string): string {
  const browser = BROWSERS.find(([mark]) => mark.test(agent))?.[1] ?? 'Browser';
  const system = SYSTEMS.find(([mark]) => mark.test(agent))?.[1];
  return system === undefined ? browser : `${browser} on ${system}`;
}

let mine: Device | undefined;

/** This browser: the same one whenever the player is opened in it, in all tabs, as far as it keeps anything. */
export function thisDevice(): Device {
  if (mine === undefined) {
    const id = storage.get(KEPT) ?? ulid();
    storage.set(KEPT, id);
    mine = { id, name: nameOf(navigator.userAgent), client: 'Cantiga' };
  }
  return mine;
}
