/** Names as the protocol lists them. */
export function named(names: readonly string[]): { name: string }[] {
  return names.map((name) => ({ name }));
}
