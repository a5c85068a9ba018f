const QUEUE = '/queue';

/** A stream says whose it is: `us-…/se-…`. All of a listener's lie in one partition. */
export function streamOf(user: string, session: string): string {
  return `${user}/${session}`;
}

/** The stream of a listener's queue, and of what happens to all that is theirs. */
export function queueStreamOf(user: string): string {
  return `${user}${QUEUE}`;
}

export function isSession(stream: string): boolean {
  return !stream.endsWith(QUEUE);
}

/** Whose a stream is, and which of their sessions. */
export function ownerOf(stream: string): { user: string; session: string } {
  const slash = stream.indexOf('/');
  return { user: stream.slice(0, slash), session: stream.slice(slash + 1) };
}
