import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Served, serve } from '../../support/rest.ts';
import { haveSchemathesis, runSchemathesis } from '../../support/schemathesis.ts';

const NAME = 'schemathesis over the OpenAPI description';
const LONGEST = 900_000;

(haveSchemathesis(NAME) ? describe : describe.skip)(NAME, () => {
  let engine: Served;
  beforeAll(async () => {
    engine = await serve();
  });
  afterAll(() => engine?.stop());

  it(
    'finds no fault of the engine, and no answer that is not documented',
    async () => {
      const { code, output } = await runSchemathesis(`${engine.url}/api/openapi.json`, [
        ...['--header', `Authorization: Bearer ${engine.token('admin', 3600)}`],
        ...['--checks', 'all'],
        // A schema cannot tell which ids and cursors there are, nor which passwords are right.
        ...['--exclude-checks', 'positive_data_acceptance'],
        // Never ends.
        ...['--exclude-operation-id', 'getEvents'],
        ...['--phases', 'coverage,fuzzing,stateful', '--max-examples', '5'],
        ...['--seed', '1', '--generation-database', 'none', '--workers', '2'],
        ...['--warnings', 'off', '--request-timeout', '60'],
      ]);
      expect(code === 0 ? '' : output).toBe('');
    },
    LONGEST,
  );
});
