/** JSON text in pieces, so that what is stored as JSON is sent without being parsed and written anew. */
export type Json = readonly Buffer[];

export function jsonOf(value: unknown): Json {
  return [Buffer.from(JSON.stringify(value))];
}

/** An array of items that are there as text, a comma between two. */
export function arrayOf(items: Json): Json {
  return [Buffer.from('['), ...items, Buffer.from(']')];
}

/** An object. Members that are undefined are left out. */
export function objectOf(members: Readonly<Record<string, Json | undefined>>): Json {
  const present = Object.entries(members).filter(([, value]) => value !== undefined) as [string, Json][];
  const pieces = present.flatMap(([name, value], i) => [
    Buffer.from(`${i === 0 ? '{' : ','}${JSON.stringify(name)}:`),
    ...value,
  ]);
  return [...pieces, Buffer.from(present.length === 0 ? '{}' : '}')];
}

/** An object that has members, with more of them. */
export function extended(object: Json, members: Readonly<Record<string, Json>>): Json {
  const whole = Buffer.concat([...object]);
  const more = Object.entries(members).flatMap(([name, value]) => [
    Buffer.from(`,${JSON.stringify(name)}:`),
    ...value,
  ]);
  return [whole.subarray(0, -1), ...more, Buffer.from('}')];
}
