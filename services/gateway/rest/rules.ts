/** The rules of fastest-validator that actions and routes use for their parameters. */
export type Rule = (
  | { readonly type: 'string'; min?: number; max?: number; pattern?: RegExp; trim?: boolean }
  | { readonly type: 'number'; integer?: boolean; min?: number; max?: number; convert?: boolean }
  | { readonly type: 'boolean'; convert?: boolean }
  | { readonly type: 'enum'; values: readonly string[] }
  | { readonly type: 'array'; min?: number; max?: number; length?: number; items: Rule }
  | { readonly type: 'object'; readonly strict?: boolean | 'remove'; props: Rules }
  | { readonly type: 'equal'; value: string; readonly strict?: boolean }
  | { readonly type: 'multi'; rules: readonly Rule[] }
  /** Objects that say themselves, by the value of a property, which of these they are. */
  | { readonly type: 'kinds'; by: string; kinds: Readonly<Record<string, Rules>> }
) & {
  optional?: boolean;
  default?: unknown;
  /** What the value means, for readers of the documentation. */
  about?: string;
};

/** Rules by the name of the parameter. */
export type Rules = Readonly<Record<string, Rule>>;

type ValueOf<R> = R extends { type: 'enum'; values: readonly (infer V)[] }
  ? V
  : R extends { type: 'number' }
    ? number
    : R extends { type: 'boolean' }
      ? boolean
      : R extends { type: 'array'; items: infer I }
        ? ValueOf<I>[]
        : R extends { type: 'object' }
          ? object
          : string;

type Left<R> = { [K in keyof R]: R[K] extends { optional: true } ? K : never }[keyof R];

/** What values have that have passed these rules. */
export type ValuesOf<R> = { [K in Exclude<keyof R, Left<R>>]: ValueOf<R[K]> } & {
  [K in Left<R>]?: ValueOf<R[K]>;
};

/** The same rule for a parameter that may be left out. */
export function optional<const R extends Rule>(rule: R): R & { optional: true } {
  return { ...rule, optional: true };
}

/** The same rule with what the value means. */
export function about<const R extends Rule>(text: string, rule: R): R & { about: string } {
  return { ...rule, about: text };
}
