import { paged, scanned } from '../../../library/params.ts';
import { jsonOf } from '../json.ts';
import { PAGE, plainPage, startOf } from '../lists.ts';
import type { EngineResource } from '../resources.ts';
import { route } from '../route.ts';
import { about } from '../rules.ts';
import { fieldsOf, one, pageOf } from '../schemas/schemas.ts';

const tag = 'Engine';

export const engineRoutes = [
  route({
    method: 'GET',
    path: '/engine',
    operation: 'getEngine',
    tag,
    summary: 'What the engine is and how much it knows',
    access: 'listener',
    answer: { status: 200, schema: one('Engine') },
    async handle({ call, engine: { version, started } }) {
      const { lastModified, ...counts } = await call('catalog.stats', {});
      const changed = new Date(lastModified).toISOString();
      const engine: EngineResource = { name: 'Cantiga', version, started, ...counts, changed };
      return { kind: 'json', json: jsonOf(engine) };
    },
  }),
  route({
    method: 'GET',
    path: '/scan',
    operation: 'getScan',
    tag,
    summary: 'The running scan, or the last one',
    access: 'listener',
    answer: { status: 200, schema: one('Scan') },
    async handle({ call }) {
      return { kind: 'json', json: jsonOf(await call('library.status', {})) };
    },
  }),
  route({
    method: 'POST',
    path: '/scan',
    operation: 'startScan',
    tag,
    summary: 'Look at the music folders now',
    access: 'admin',
    body: { full: about('Read also the files that seem unchanged.', { ...scanned.full, convert: false }) },
    answer: { status: 202, schema: one('Scan') },
    async handle({ call, body }) {
      return { kind: 'json', json: jsonOf(await call('library.scan', body)) };
    },
  }),
  route({
    method: 'DELETE',
    path: '/scan',
    operation: 'cancelScan',
    tag,
    summary: 'End the running scan',
    access: 'admin',
    answer: { status: 200, schema: one('Scan') },
    async handle({ call }) {
      return { kind: 'json', json: jsonOf(await call('library.cancel', {})) };
    },
  }),
  route({
    method: 'GET',
    path: '/scan/problems',
    operation: 'listScanProblems',
    tag,
    summary: 'Files that could not be read, with the reasons',
    access: 'admin',
    query: { ...PAGE, fields: fieldsOf('ScanProblem') },
    answer: { status: 200, schema: pageOf('ScanProblem') },
    async handle(exchange) {
      const { limit, after } = startOf(exchange);
      const found = await exchange.call('library.problems', {
        limit: Math.min(limit + 1, paged.limit.max),
        ...(after !== undefined && { after }),
      });
      const items = found.slice(0, limit);
      return plainPage(exchange, items, found.length > limit ? items.at(-1)!.id : null);
    },
  }),
];
