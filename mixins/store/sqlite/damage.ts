const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_NOTADB = 26;
/** The shared memory of the write-ahead log, a file as well, cannot be made as large as it must be. */
const SQLITE_IOERR_SHMSIZE = 4874;
/** No space, or none left for this user. */
const FULL = ['ENOSPC', 'EDQUOT'];

/** Whether an error of SQLite or of the file system says that the disk is full. */
export function isFull(error: unknown): boolean {
  const { errcode, code } = Object(error) as { errcode?: number; code?: string };
  return (
    errcode === SQLITE_FULL || errcode === SQLITE_IOERR_SHMSIZE || (code !== undefined && FULL.includes(code))
  );
}

/** Whether an error of SQLite says that the file is not, or no longer, a whole database. */
export function isDamage(error: unknown): boolean {
  const { errcode } = Object(error) as { errcode?: number };
  return errcode !== undefined && [SQLITE_CORRUPT, SQLITE_NOTADB].includes(errcode & 0xff);
}

/** That a file cannot be had at all, and what to look at, for the operator. */
export function unusable(file: string, error: unknown): string {
  const { message } = error as Error;
  return (
    `${file} cannot be opened (${message}). See whether the user that runs Cantiga may read and write it and its ` +
    'folder, whether another program holds it, and whether its disk has space.'
  );
}

/** What is wrong and what to do, for the operator. */
export function damaged(file: string): string {
  return (
    `The database ${file} is damaged. Restore it from a backup; or, to begin anew without what it holds, ` +
    'move it away and start again.'
  );
}
