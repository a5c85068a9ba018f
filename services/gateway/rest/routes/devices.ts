import { credential } from '../../../auth/params.ts';
import { jsonOf } from '../json.ts';
import { PAGE, wholePage } from '../lists.ts';
import { NOTHING, route } from '../route.ts';
import { about } from '../rules.ts';
import { fieldsOf, one, pageOf } from '../schemas/schemas.ts';

const tag = 'Devices';
const username = about('Of another listener; for administrators.', credential.username);

export const deviceRoutes = [
  route({
    method: 'GET',
    path: '/devices',
    operation: 'listDevices',
    tag,
    summary: 'Apps and devices that have a password and a key of their own',
    access: 'listener',
    query: { username, ...PAGE, fields: fieldsOf('Device') },
    answer: { status: 200, schema: pageOf('Device') },
    errors: ['NOT_FOUND'],
    async handle(exchange) {
      const { username: whose } = exchange.query;
      return wholePage(
        exchange,
        await exchange.call('auth.credentials', { username: whose }),
        ({ id }) => id,
      );
    },
  }),
  route({
    method: 'POST',
    path: '/devices',
    operation: 'addDevice',
    tag,
    summary: 'Make a password and a key for an app',
    description:
      'They are shown this once. Whoever repeats the request with the same Idempotency-Key within a day gets them again.',
    access: 'listener',
    keyed: true,
    body: { name: about('What you call it.', credential.name), username },
    answer: { status: 201, schema: one('NewDevice') },
    errors: ['NOT_FOUND', 'ALREADY_EXISTS'],
    async handle({ call, body, key }) {
      return { kind: 'json', json: jsonOf(await call('auth.createCredential', { ...body, key })) };
    },
  }),
  route({
    method: 'DELETE',
    path: '/devices/{id}',
    operation: 'revokeDevice',
    tag,
    summary: 'Lock an app out',
    access: 'listener',
    parameters: { id: { type: 'string', max: 64 } },
    answer: { status: 204 },
    errors: ['NOT_FOUND'],
    async handle({ call, parameters }) {
      await call('auth.revokeCredential', parameters);
      return NOTHING;
    },
  }),
];
