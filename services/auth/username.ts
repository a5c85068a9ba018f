import { CantigaError } from '../../errors.ts';

const LONGEST = 64;
/** Controls, surrogates without a partner, private and unassigned characters, spaces other than U+0020, and invisible
 * format characters, of which only the joiners (U+200C, U+200D) are part of how words are written. */
const UNFIT = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}]|(?![\u200c\u200d])\p{Cf}|(?! )\p{Z}/u;

/**
 * A user name as it is kept: any script, 1 to 64 characters (NFC).
 * @throws {CantigaError} BAD_PARAMETER, saying what is wrong with it
 */
export function checkUsername(text: string): string {
  const name = text.normalize('NFC');
  const length = [...name].length;
  if (length < 1 || length > LONGEST) throw bad(`A user name has 1 to ${LONGEST} characters.`);
  if (name.trim() !== name) throw bad('A user name neither starts nor ends with a space.');
  if (UNFIT.test(name)) throw bad('A user name has no control or invisible characters.');
  return name;
}

/** What two user names share that differ in case or in the way their characters are encoded only. */
export function usernameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().normalize('NFKC');
}

function bad(message: string): CantigaError {
  return new CantigaError('BAD_PARAMETER', message);
}
