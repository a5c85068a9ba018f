import { computed, signal } from '@preact/signals';
import { get, request } from '../api/http.ts';
import { type Language, preferredLanguage, useLanguage } from '../i18n/locale.ts';
import { keep, kept, storage } from './storage.ts';

export type Theme = 'light' | 'dark' | 'system';

/** What a listener has chosen, the same in every browser. What is not set is as it comes. */
export interface Preferences {
  theme?: Theme;
  language?: Language;
  /** Whether the first steps have been read. */
  welcomed?: boolean;
  /** Whether single keys do something; they do when it is not said. */
  shortcuts?: boolean;
}

const KEPT = 'cantiga-preferences';
/** Set while something is chosen that the server may not know: the page may be closed before it is told. */
const UNSAVED = 'cantiga-preferences-unsaved';
const PATH = '/me/preferences';
/** Milliseconds that changes are gathered. */
const SAVE_AFTER = 500;

const current = signal<Preferences>(kept<Preferences>(KEPT) ?? {});
/** Whether the server has told them, so that a missing one is known to be missing. */
export const preferencesAreKnown = signal(false);
/** Whether the server was asked for them, whatever has come of it. */
export const preferencesWereAsked = signal(false);
let saving: ReturnType<typeof setTimeout> | undefined;
/** How often something was chosen or forgotten. */
let choices = 0;

export const preferences = computed(() => current.value);
export const theme = computed((): Theme => current.value.theme ?? 'system');

/** Chooses something; it is shown at once and kept on the server soon. */
export function prefer(changes: Preferences): void {
  choices++;
  show({ ...current.peek(), ...changes });
  keep(UNSAVED, true);
  clearTimeout(saving);
  saving = setTimeout(save, SAVE_AFTER);
}

/** Shows what this browser remembers, before anything is known of the server. Resolves when the texts are here. */
export function showPreferences(): Promise<void> {
  return show(current.peek());
}

/** Takes over what the server keeps. Where it cannot say, or was not told, what this browser remembers holds. */
export async function loadPreferences(): Promise<void> {
  try {
    if (kept<boolean>(UNSAVED)) return await save();
    const before = choices;
    const known = await get<Preferences>(PATH);
    // What was chosen while it was asked is newer, and is added to what the server keeps when it is saved.
    if (choices !== before) return;
    await show(known);
    preferencesAreKnown.value = true;
  } catch {
  } finally {
    preferencesWereAsked.value = true;
  }
}

/** Forgets what was the listener's, at signing out; the look stays. */
export function forgetPreferences(): void {
  choices++;
  const { theme: look, language } = current.peek();
  preferencesAreKnown.value = false;
  preferencesWereAsked.value = false;
  storage.remove(UNSAVED);
  void show({ ...(look && { theme: look }), ...(language && { language }) });
}

async function save(): Promise<void> {
  saving = undefined;
  const chosen = current.peek();
  try {
    // What other browsers have chosen is not lost to one that does not know it yet.
    if (!preferencesAreKnown.peek()) await show({ ...(await get<Preferences>(PATH)), ...chosen });
    preferencesAreKnown.value = true;
    await request('PUT', PATH, { body: current.peek() });
    if (saving === undefined) storage.remove(UNSAVED);
  } catch {
    // This browser remembers it all the same.
  }
}

async function show(wanted: Preferences): Promise<void> {
  current.value = wanted;
  keep(KEPT, wanted);
  const root = document.documentElement;
  if (wanted.theme === 'light' || wanted.theme === 'dark') root.dataset.theme = wanted.theme;
  else delete root.dataset.theme;
  await useLanguage(wanted.language ?? preferredLanguage());
}

// Another tab has chosen something.
addEventListener('storage', ({ key }) => {
  if (key === KEPT && storage.get(KEPT) !== null) void show(kept<Preferences>(KEPT) ?? {});
});
