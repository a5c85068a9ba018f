import { changedUser, createdUser } from '../../../auth/params.ts';
import { BASE } from '../base.ts';
import { jsonOf } from '../json.ts';
import { PAGE, wholePage } from '../lists.ts';
import { NOTHING, route } from '../route.ts';
import { about } from '../rules.ts';
import { fieldsOf, one, pageOf } from '../schemas/schemas.ts';

const tag = 'Users';
const PASSWORD = '8 to 256 characters of any script.';
const username = about('1 to 64 characters of any script. It never changes.', createdUser.username);
const SETTINGS = {
  email: about('Empty: none.', changedUser.email),
  admin: about('Whether they may administer the engine.', changedUser.admin),
  scrobbling: about('Whether what they listen to is remembered.', changedUser.scrobbling),
  maxBitRate: about('kbit/s, 0 for no limit.', changedUser.maxBitRate),
} as const;
const parameters = { name: about('Their user name.', createdUser.username) } as const;

export const userRoutes = [
  route({
    method: 'GET',
    path: '/users',
    operation: 'listUsers',
    tag,
    summary: 'All listeners by name',
    access: 'admin',
    query: { ...PAGE, fields: fieldsOf('User') },
    answer: { status: 200, schema: pageOf('User') },
    async handle(exchange) {
      return wholePage(exchange, await exchange.call('auth.users', {}), ({ id }) => id);
    },
  }),
  route({
    method: 'POST',
    path: '/users',
    operation: 'addUser',
    tag,
    summary: 'Make an account',
    access: 'admin',
    keyed: true,
    body: { username, password: about(PASSWORD, createdUser.password), ...SETTINGS },
    answer: { status: 201, schema: one('User') },
    errors: ['ALREADY_EXISTS'],
    async handle({ call, body, key }) {
      const user = await call('auth.createUser', { ...body, key });
      const location = `${BASE}/users/${encodeURIComponent(user.username)}`;
      return { kind: 'json', json: jsonOf(user), location };
    },
  }),
  route({
    method: 'GET',
    path: '/users/{name}',
    operation: 'getUser',
    tag,
    summary: 'A listener',
    access: 'admin',
    parameters,
    answer: { status: 200, schema: one('User') },
    errors: ['NOT_FOUND'],
    async handle({ call, parameters: { name } }) {
      return { kind: 'json', json: jsonOf(await call('auth.user', { username: name })) };
    },
  }),
  route({
    method: 'PATCH',
    path: '/users/{name}',
    operation: 'updateUser',
    tag,
    summary: 'Change an account',
    description: 'A new password ends all sign-ins. One administrator always stays.',
    access: 'admin',
    parameters,
    body: { password: about(PASSWORD, changedUser.password), ...SETTINGS },
    answer: { status: 200, schema: one('User') },
    errors: ['NOT_FOUND'],
    async handle({ call, parameters: { name }, body }) {
      return { kind: 'json', json: jsonOf(await call('auth.updateUser', { username: name, ...body })) };
    },
  }),
  route({
    method: 'DELETE',
    path: '/users/{name}',
    operation: 'deleteUser',
    tag,
    summary: 'Delete an account with all that belongs to it',
    access: 'admin',
    parameters,
    answer: { status: 204 },
    errors: ['NOT_FOUND'],
    async handle({ call, parameters: { name } }) {
      await call('auth.deleteUser', { username: name });
      return NOTHING;
    },
  }),
];
