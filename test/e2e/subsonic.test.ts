import { afterAll, beforeAll, describe } from '@jest/globals';
import { arrangements } from '../support/arrangements.ts';
import { addCredential } from '../support/credentials.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import type { Connection } from '../support/subsonic/visit.ts';
import { subsonicSuite } from '../support/subsonic-suite.ts';

const ORIGIN = 'https://player.example.org';

describe.each(arrangements)('the Subsonic protocol with the engine in $name', ({ options }) => {
  let engine: Engine;
  let connection: Connection;
  beforeAll(async () => {
    engine = await startEngine({ ...options, env: { CANTIGA_ORIGINS: ORIGIN } });
    const admin = { username: 'admin', password: engine.adminPassword };
    connection = { url: engine.url, admin, device: await addCredential(engine, 'suite'), origin: ORIGIN };
  }, 120_000);
  afterAll(() => engine?.stop());

  subsonicSuite(() => connection);
});
