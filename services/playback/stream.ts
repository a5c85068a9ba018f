/** A stream says whose it is: `us-…/se-…`. All of a listener's lie in one partition. */
export function streamOf(user: string, session: string): string {
  return `${user}/${session}`;
}

/** Whose a stream is, and which of their sessions. */
export function ownerOf(stream: string): { user: string; session: string } {
  const slash = stream.indexOf('/');
  return { user: stream.slice(0, slash), session: stream.slice(slash + 1) };
}
