import type { en } from './en.ts';

/** Forms of a text for the categories of CLDR, such as `one` and `other`. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

export type MessageKey = keyof typeof en;
/** The texts of a language. */
export type Messages = Record<MessageKey, string | Plural>;
export type Values = Record<string, string | number>;

const PLACEHOLDER = /\{(\w+)\}/;

/** The text of a message before it is filled in: of a plural, the form for `n` in that language. */
export function formOf(message: string | Plural, n: unknown, rules: Intl.PluralRules): string {
  if (typeof message === 'string') return message;
  return message[rules.select(Number(n ?? 0))] ?? message.other;
}

/** Splits a text at its placeholders: text, name, text, name, …, text. */
export function partsOf(text: string): string[] {
  return text.split(PLACEHOLDER);
}

/** Fills a text in; a placeholder without a value stays as it is. */
export function filled<T>(text: string, fill: (name: string) => T | undefined): (string | T)[] {
  return partsOf(text).map((part, i) => (i % 2 === 0 ? part : (fill(part) ?? `{${part}}`)));
}
