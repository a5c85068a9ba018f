const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** Whether an error of SQLite says that the file is not, or no longer, a whole database. */
export function isDamage(error: unknown): boolean {
  const { errcode } = Object(error) as { errcode?: number };
  return errcode !== undefined && [SQLITE_CORRUPT, SQLITE_NOTADB].includes(errcode & 0xff);
}

/** What is wrong and what to do, for the operator. */
export function damaged(file: string): string {
  return (
    `The database ${file} is damaged. Restore it from a backup; or, to begin anew without what it holds, ` +
    'move it away and start again.'
  );
}
