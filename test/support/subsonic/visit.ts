import { setTimeout as delay } from 'node:timers/promises';
import { DEMO_ALBUMS } from '../../../services/library/demo/albums.ts';
import { type Answer, Client, idsOf, listOf } from './client.ts';

/** Where an engine with the demo library answers, and how to get in. */
export interface Connection {
  url: string;
  admin: { username: string; password: string };
  /** A device credential of the administrator. */
  device: { secret: string; apiKey: string };
  /** An origin that the engine was told of (`CANTIGA_ORIGINS`). */
  origin: string;
}

/** What the tests of the suite work with. */
export interface Visit {
  connection: Connection;
  /** Signed in as the administrator, with an API key. */
  admin: Client;
  artists: Answer[];
  albums: Answer[];
  songs: Answer[];
}

const DEMO_SONGS = DEMO_ALBUMS.flatMap(({ discs }) => discs).flatMap(({ tracks }) => tracks).length;

/** Signs in, waits for the first scan, and reads what music there is. */
export async function visit(connection: Connection): Promise<Visit> {
  const admin = new Client(connection.url, { apiKey: connection.device.apiKey });
  await scanned(admin);
  const { searchResult3: all } = await admin.ok('search3', {
    ...{ query: '', artistCount: 500, albumCount: 500, songCount: 500 },
  });
  const found = { artists: listOf(all?.artist), albums: listOf(all?.album), songs: listOf(all?.song) };
  return { connection, admin, ...found };
}

/** Resolves when the whole demo library is composed, scanned and listed. */
export async function scanned(client: Client): Promise<void> {
  for (;;) {
    const { scanStatus } = await client.ok('getScanStatus');
    const everything = { query: '', artistCount: 0, albumCount: 0, songCount: 500 };
    const { searchResult3 } = await client.ok('search3', everything);
    const isIdle = (scanStatus as unknown as { scanning: boolean }).scanning === false;
    if (isIdle && idsOf(searchResult3?.song).length === DEMO_SONGS) return;
    await delay(50);
  }
}
