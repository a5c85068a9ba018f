import { ownChange, password } from '../../../auth/params.ts';
import { jsonOf } from '../json.ts';
import type { PreferencesResource } from '../resources.ts';
import { NOTHING, route, signedIn } from '../route.ts';
import { about } from '../rules.ts';
import type { Schema } from '../schema.ts';
import { one } from '../schemas/schemas.ts';
import { granted } from './sessions.ts';

const tag = 'Me';
const PREFERENCES: Schema = { type: 'object', description: 'Whatever clients agree on.' };

export const meRoutes = [
  route({
    method: 'GET',
    path: '/me',
    operation: 'getMe',
    tag,
    summary: 'Who is signed in',
    access: 'listener',
    answer: { status: 200, schema: one('User') },
    async handle(exchange) {
      const { name } = signedIn(exchange).user;
      return { kind: 'json', json: jsonOf(await exchange.call('auth.user', { username: name })) };
    },
  }),
  route({
    method: 'PATCH',
    path: '/me',
    operation: 'updateMe',
    tag,
    summary: 'Change what is yours of your account',
    access: 'listener',
    body: {
      email: about('Empty: none.', ownChange.email),
      scrobbling: about('Whether what you listen to is remembered.', ownChange.scrobbling),
    },
    answer: { status: 200, schema: one('User') },
    async handle({ call, body }) {
      return { kind: 'json', json: jsonOf(await call('auth.updateSelf', body)) };
    },
  }),
  route({
    method: 'PUT',
    path: '/me/password',
    operation: 'changePassword',
    tag,
    summary: 'Change your password',
    description:
      'Ends all your sign-ins, but answers with a new one for whoever asked. The keys of devices stay as they are.',
    access: 'listener',
    body: {
      current: about('Your password until now.', password),
      password: about('8 to 256 characters of any script.', password),
    },
    answer: { status: 200, schema: one('Session') },
    errors: ['WRONG_CREDENTIALS'],
    async handle(exchange) {
      const { call, address, byCookie, body } = exchange;
      const { name: username } = signedIn(exchange).user;
      // This sign-in ends with all others; it only shows that the password is known.
      await call('auth.signIn', { username, password: body.current, address });
      await call('auth.changePassword', { username, password: body.password });
      const pair = await call('auth.signIn', { username, password: body.password, address });
      return granted(exchange, pair, byCookie);
    },
  }),
  route({
    method: 'GET',
    path: '/me/preferences',
    operation: 'getPreferences',
    tag,
    summary: 'What you prefer, the same for all your browsers',
    description: 'An empty object before anything was kept.',
    access: 'listener',
    answer: { status: 200, schema: PREFERENCES },
    async handle({ call }) {
      const { preferences } = await call('profiles.preferences', {});
      const answer: PreferencesResource = preferences;
      return { kind: 'json', json: jsonOf(answer) };
    },
  }),
  route({
    method: 'PUT',
    path: '/me/preferences',
    operation: 'setPreferences',
    tag,
    summary: 'Keep what you prefer',
    description: 'A JSON object of up to 16 KiB and eight levels takes the place of the one before.',
    access: 'listener',
    object: 'Whatever clients agree on.',
    answer: { status: 204 },
    async handle({ call, body }) {
      await call('profiles.setPreferences', { preferences: body });
      return NOTHING;
    },
  }),
];
