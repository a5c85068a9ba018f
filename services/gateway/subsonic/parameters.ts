import { CantigaError } from '../../../errors.ts';

export interface Range {
  min: number;
  max: number;
}

/** Kinds of id by their prefix. */
export type IdKind = 'tr' | 'al' | 'ar' | 'pl';

const MAX_TEXT = 1_000;
const MAX_IDS = 10_000;
const INT32 = 2_147_483_647;
/** Characters of what a program calls itself. */
const LONGEST_CLIENT = 200;
const ID = /^([a-z]{2})-[0-9a-z]{1,60}$/;
const FLAGS: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false };

/**
 * The parameters of one request, read by name. Every error names the parameter; an empty value counts as missing
 * except where noted; a parameter that nobody reads is ignored.
 * Methods that end in `If` answer undefined when the parameter is missing, the others throw MISSING_PARAMETER.
 */
export class Parameters {
  readonly #query: URLSearchParams;

  constructor(query: URLSearchParams) {
    this.#query = query;
  }

  /** The value as it came, empty ones included. Clients that repeat one value in URL and body are let through. */
  anyTextIf(name: string, maxLength = MAX_TEXT): string | undefined {
    const [value, ...others] = this.#query.getAll(name);
    if (others.some((other) => other !== value)) throw bad(name, 'must be given once');
    if (value !== undefined && value.length > maxLength) {
      throw bad(name, `must not be longer than ${maxLength} characters`);
    }
    return value;
  }

  textIf(name: string): string | undefined {
    return this.anyTextIf(name) || undefined;
  }

  text(name: string): string {
    return present(name, this.textIf(name));
  }

  /** A password: plain, or hex-encoded UTF-8 behind `enc:`. */
  passwordIf(name: string): string | undefined {
    const value = this.textIf(name);
    if (!value?.startsWith('enc:')) return value;
    const hex = value.slice(4);
    if (!/^([0-9a-f]{2})+$/i.test(hex)) throw bad(name, "must be hex-encoded behind 'enc:'");
    return Buffer.from(hex, 'hex').toString('utf8');
  }

  password(name: string): string {
    return present(name, this.passwordIf(name));
  }

  integerIf(name: string, { min, max }: Range = { min: 0, max: INT32 }): number | undefined {
    const value = this.textIf(name);
    if (value === undefined) return undefined;
    return wholeNumber(name, value, { min, max });
  }

  /** The number of a music folder. */
  folderIf(): number | undefined {
    return this.integerIf('musicFolderId', { min: 0, max: 1_000_000 });
  }

  integer(name: string, range?: Range): number {
    return present(name, this.integerIf(name, range));
  }

  /** How many items are wanted: more than `most` counts as `most`, as the protocol has it. */
  count(name: string, fallback: number, most: number): number {
    return Math.min(this.integerIf(name) ?? fallback, most);
  }

  flagIf(name: string): boolean | undefined {
    const value = this.textIf(name);
    if (value === undefined) return undefined;
    const flag = FLAGS[value.toLowerCase()];
    if (flag === undefined) throw bad(name, 'must be true or false');
    return flag;
  }

  choice<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.text(name);
    const choice = choices.find((one) => one === value);
    if (choice === undefined) throw bad(name, `must be one of: ${choices.join(', ')}`);
    return choice;
  }

  /** A number, fractions and all. */
  numberIf(name: string, { min, max }: Range): number | undefined {
    const value = this.textIf(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (!/^\d{1,15}(\.\d{1,15})?$/.test(value) || number < min || number > max)
      throw bad(name, `must be a number from ${min} to ${max}`);
    return number;
  }

  /** What the program of the listener calls itself, as far as that is kept. */
  client(): string {
    return this.text('c').slice(0, LONGEST_CLIENT);
  }

  /** @throws NOT_FOUND for an id that cannot be one of those kinds */
  id(name: string, ...kinds: IdKind[]): string {
    const id = this.text(name);
    checkId(name, id, kinds);
    return id;
  }

  /** All values of a repeatable parameter. @throws NOT_FOUND as {@link id}, TOO_LARGE */
  ids(name: string, ...kinds: IdKind[]): string[] {
    const ids = this.#all(name);
    for (const id of ids) checkId(name, id, kinds);
    return ids;
  }

  /** All values of a repeatable parameter that counts from 0. */
  indexes(name: string): number[] {
    const values = this.#all(name);
    if (!values.every((value) => /^\d{1,9}$/.test(value))) throw bad(name, 'must be whole numbers from 0');
    return values.map(Number);
  }

  /** All values of a repeatable parameter. @throws TOO_LARGE */
  integers(name: string, range: Range): number[] {
    return this.#all(name).map((value) => wholeNumber(name, value, range));
  }

  #all(name: string): string[] {
    const values = this.#query.getAll(name).filter((value) => value !== '');
    if (values.length > MAX_IDS) throw tooMany(name, MAX_IDS);
    return values;
  }
}

/** The error of a parameter with a value that cannot be used; `rule` continues "Parameter 'x' …". */
export function bad(name: string, rule: string): CantigaError {
  return new CantigaError('BAD_PARAMETER', `Parameter '${name}' ${rule}.`);
}

export function tooMany(name: string, most: number): CantigaError {
  return new CantigaError('TOO_LARGE', `Parameter '${name}' must not be given more than ${most} times.`);
}

export function missing(name: string): CantigaError {
  return new CantigaError('MISSING_PARAMETER', `Parameter '${name}' is missing.`);
}

function present<T>(name: string, value: T | undefined): T {
  if (value === undefined) throw missing(name);
  return value;
}

function wholeNumber(name: string, value: string, { min, max }: Range): number {
  const number = Number(value);
  if (!/^-?\d{1,15}$/.test(value) || number < min || number > max)
    throw bad(name, `must be a whole number from ${min} to ${max}`);
  return number;
}

function checkId(name: string, id: string, kinds: readonly IdKind[]): void {
  if (id.length > MAX_TEXT) throw bad(name, `must not be longer than ${MAX_TEXT} characters`);
  if (!kinds.some((kind) => kind === ID.exec(id)?.[1])) throw unknownId(name);
}

/** The error of an id that names nothing, or nothing of the kind that is asked for. */
export function unknownId(name: string): CantigaError {
  return new CantigaError('NOT_FOUND', `Parameter '${name}' names nothing that is here.`);
}
