import { readableSecret } from './generate.ts';

const GROUPS = 3;

/** The password of the first administrator: the one that was configured, else a new one of 74 bits. */
export function firstPassword(configured: string | undefined): string {
  return configured ?? readableSecret(GROUPS);
}

/**
 * Tells the operator, on standard output and nowhere else, how to sign in for the first time. A password is shown only
 * if nobody knows it yet.
 */
export function announce(password: string, configured: string | undefined): void {
  const shown =
    configured === undefined
      ? `${password}   (shown this once; change it as you like)`
      : 'as CANTIGA_ADMIN_PASSWORD says';
  process.stdout.write(
    `\n  The administrator's account was made.\n    User name  admin\n    Password   ${shown}\n\n`,
  );
}
