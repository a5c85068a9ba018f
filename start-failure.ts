import { isError, StartupError } from './errors.ts';
import { isFull } from './mixins/store/sqlite/damage.ts';

/** Why the engine cannot start, for the person who started it; undefined for a fault of its own. */
export function reasonOf(error: unknown): string | undefined {
  if (error instanceof StartupError) return error.message;
  if (isError(error, 'DISK_FULL') || isFull(error)) {
    return 'The disk that holds CANTIGA_DATA is full. Make space there and start again.';
  }
  const { message, syscall } = Object(error) as NodeJS.ErrnoException;
  // The system says what it was asked, and for which file.
  return syscall === undefined ? undefined : `${message}.`;
}
