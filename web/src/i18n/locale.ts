import { computed, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { en } from './en.ts';
import { filled, formOf, type MessageKey, type Messages, type Values } from './messages.ts';

export const LANGUAGES = { en: 'English', pt: 'Português' } as const;
export type Language = keyof typeof LANGUAGES;

interface Locale {
  language: Language;
  /** For dates and numbers: the region of the browser where its language is the chosen one. */
  tag: string;
  messages: Messages;
  plurals: Intl.PluralRules;
}

const current = signal<Locale>(localeOf('en', en));
/** The language that was asked for last: texts that come late do not take the place of another choice. */
let asked: Language = 'en';

export const language = computed(() => current.value.language);
/** BCP 47, for dates and numbers. */
export const localeTag = computed(() => current.value.tag);

/** The language of those that there are which the listener's browser likes best. */
export function preferredLanguage(): Language {
  const known = navigator.languages.map((tag) => tag.split('-', 1)[0]!);
  return known.find((name): name is Language => Object.hasOwn(LANGUAGES, name)) ?? 'en';
}

/** Shows everything in that language, as soon as its texts are here. Where they cannot be had, the one before stays. */
export async function useLanguage(wanted: Language): Promise<void> {
  asked = wanted;
  const messages = wanted === 'pt' ? await portuguese() : en;
  if (messages === undefined || asked !== wanted) return;
  current.value = localeOf(wanted, messages);
  document.documentElement.lang = current.value.tag;
}

async function portuguese(): Promise<Messages | undefined> {
  // A part of the player that cannot be loaded is undefined: see `vite:preloadError` in main.tsx.
  const texts: typeof import('./pt.ts') | undefined = await import('./pt.ts');
  return texts?.pt;
}

function localeOf(wanted: Language, messages: Messages): Locale {
  const tag = globalThis.navigator?.languages.find((name) => name.split('-', 1)[0] === wanted) ?? wanted;
  return { language: wanted, tag, messages, plurals: new Intl.PluralRules(tag) };
}

/** A text in the language of the listener. Whoever renders it is rendered anew when the language changes. */
export function t(key: MessageKey, values: Values = {}): string {
  return filledFrom(key, values).join('');
}

/** A text in which elements stand among the words. */
export function rich(key: MessageKey, values: Record<string, ComponentChildren>): ComponentChildren {
  return filledFrom(key, values);
}

function filledFrom<T>(key: MessageKey, values: Record<string, T>): (string | T)[] {
  const { messages, plurals, tag } = current.value;
  return filled(formOf(messages[key], values.n, plurals), (name) => {
    const value = values[name];
    return typeof value === 'number' ? numberIn(tag, value) : value;
  });
}

function numberIn(tag: string, value: number): string {
  return new Intl.NumberFormat(tag).format(value);
}
