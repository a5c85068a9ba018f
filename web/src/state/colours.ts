import { type Signal, signal } from '@preact/signals';
import { type Colour, colourOf, packed, unpacked } from './palette.ts';
import { keep, kept } from './storage.ts';

const KEPT = 'cantiga-colours';
const MOST = 4000;
/** Milliseconds that new colours are gathered before they are kept. */
const KEEP_AFTER = 3000;
/** Edge in pixels of what the colour is taken from. */
const SAMPLE = 12;

/** Colours of covers by the id of what they belong to, packed; those seen last are the last. */
const known = new Map<string, number>(Object.entries(kept<Record<string, number>>(KEPT) ?? {}));
const watched = new Map<string, Signal<Colour | undefined>>();
let keeping: ReturnType<typeof setTimeout> | undefined;
let canvas: OffscreenCanvasRenderingContext2D | null | undefined;

/** The colour of a cover that was seen in this browser before. */
export function knownColour(id: string): Colour | undefined {
  const value = known.get(id);
  return value === undefined ? undefined : unpacked(value);
}

/** The colour of a cover, as soon as it is known. */
export function colourSignal(id: string): Signal<Colour | undefined> {
  let colour = watched.get(id);
  if (colour === undefined) {
    if (watched.size > MOST) watched.clear();
    colour = signal(knownColour(id));
    watched.set(id, colour);
  }
  return colour;
}

/** Takes the colour of a cover from its picture, when there is nothing better to do. */
export function learnColour(id: string, picture: HTMLImageElement): void {
  if (known.has(id)) return;
  whenIdle(() => {
    if (known.has(id) || !picture.complete || picture.naturalWidth === 0) return;
    const colour = sample(picture);
    if (colour === undefined) return;
    known.set(id, packed(colour));
    const signalOf = watched.get(id);
    if (signalOf) signalOf.value = colour;
    keepSoon();
  });
}

function sample(picture: HTMLImageElement): Colour | undefined {
  canvas ??= new OffscreenCanvas(SAMPLE, SAMPLE).getContext('2d', { willReadFrequently: true });
  if (!canvas) return undefined;
  canvas.clearRect(0, 0, SAMPLE, SAMPLE);
  canvas.drawImage(picture, 0, 0, SAMPLE, SAMPLE);
  return colourOf(canvas.getImageData(0, 0, SAMPLE, SAMPLE).data);
}

function keepSoon(): void {
  if (keeping !== undefined) return;
  keeping = setTimeout(() => {
    keeping = undefined;
    for (const id of known.keys()) {
      if (known.size <= MOST) break;
      known.delete(id);
    }
    keep(KEPT, Object.fromEntries(known));
  }, KEEP_AFTER);
}

/** Safari has no requestIdleCallback. */
function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: 2000 });
  else setTimeout(work, 200);
}

/** Custom properties that make a region `tinted` take on a colour. */
export function tintOf(colour: Colour | undefined): Record<string, string> {
  if (colour === undefined) return {};
  return { '--art-hue': String(Math.round(colour.hue)), '--art-chroma': colour.chroma.toFixed(3) };
}

/** A surface of about the colour of a cover, to stand where the cover will be. */
export function placeholderOf(colour: Colour | undefined): Record<string, string> {
  if (colour === undefined) return {};
  const { lightness, chroma, hue } = colour;
  return { '--cover': `oklch(${lightness.toFixed(2)} ${(chroma * 0.7).toFixed(3)} ${Math.round(hue)})` };
}
