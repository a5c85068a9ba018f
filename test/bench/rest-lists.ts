/** Longest pages that there are. */
const LIMIT = 500;

/** Lists as the player asks for them. */
const LISTS = [
  'tracks?order=title',
  'tracks?order=added',
  'albums?order=name',
  'albums?order=artist',
  'albums?order=added',
  'albums?order=year',
  'artists?',
];

/** The pages of every REST list of a library, with the headers to ask for them. */
export async function restPages(
  origin: string,
  apiKey: string,
): Promise<{ paths: string[]; headers: Record<string, string> }> {
  const headers = { authorization: `Bearer ${apiKey}` };
  const paths: string[] = [];
  for (const list of LISTS) {
    let cursor: string | null = '';
    while (cursor !== null) {
      const path: string = `/api/v1/${list}&limit=${LIMIT}${cursor === '' ? '' : `&cursor=${cursor}`}`;
      paths.push(path);
      const response = await fetch(origin + path, { headers });
      if (!response.ok) throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
      cursor = ((await response.json()) as { next: string | null }).next;
    }
  }
  return { paths, headers };
}
