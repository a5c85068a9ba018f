import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ActionSchema, ServiceBroker, type ServiceSchema } from 'moleculer';
import { permissions } from '../../middlewares/permissions.ts';
import type { Permission } from '../../mixins/broker.d.ts';
import type { Principal } from '../../services/actions.ts';
import { signPrincipal, verifyPrincipal } from '../../services/auth/tokens.ts';

const SECRET = 'a secret that is long enough for a test';
const SERVICES = join(import.meta.dirname, '../../services');
const rooms = readdirSync(SERVICES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const schemas = await Promise.all(
  rooms.map(
    async (room) =>
      ((await import(join(SERVICES, room, `${room}.service.ts`))) as { default: ServiceSchema }).default,
  ),
);

/** Roles as accounts have them: an administrator is a listener too. */
const CALLERS: Record<string, Principal['roles']> = {
  nobody: [],
  listener: ['listener'],
  admin: ['listener', 'admin'],
  service: ['service'],
};

const actions = schemas.flatMap((schema) =>
  Object.entries(schema.actions ?? {})
    .filter(([, action]) => action !== false)
    .map(([name, action]) => ({ name: `${schema.name}.${name}`, action: action as ActionSchema })),
);

describe('Every published action', () => {
  // The handlers are replaced: this is about who comes as far as them.
  const broker = new ServiceBroker({
    logger: false,
    validator: false,
    middlewares: [permissions((token) => verifyPrincipal(SECRET, token))],
  });
  beforeAll(async () => {
    for (const { name, actions: declared } of schemas) {
      const opened = Object.entries(declared ?? {})
        .filter(([, action]) => action !== false)
        .map(([key, action]) => [
          key,
          { ...(action as ActionSchema), visibility: 'published', handler: () => 'in' },
        ]);
      broker.createService({ name, actions: Object.fromEntries(opened) });
    }
    await broker.start();
  });
  afterAll(() => broker.stop());

  it.each(actions)('$name declares permissions, parameters and a timeout', ({ action }) => {
    expect(action.permissions).toEqual(expect.arrayContaining([expect.any(String)]));
    if (action.visibility === 'private') return;
    expect(action.params).toBeDefined();
    expect(action.timeout).toBeGreaterThan(0);
  });

  const cases = actions.flatMap(({ name, action }) =>
    Object.entries(CALLERS).map(([caller, roles]) => ({
      name,
      caller,
      roles,
      wanted: action.permissions as Permission[],
    })),
  );
  it.each(cases)('$name lets $caller in or not, as declared', async ({ name, caller, roles, wanted }) => {
    const token = signPrincipal(SECRET, { id: 'us-1', name: 'ana', roles }, 60);
    const result = broker.call(name, {}, caller === 'nobody' ? {} : { meta: { token } });
    const allowed = wanted.includes('public') || roles.some((role) => wanted.includes(role));
    if (allowed) await expect(result).resolves.toBe('in');
    else
      await expect(result).rejects.toMatchObject({ type: caller === 'nobody' ? 'SIGNED_OUT' : 'FORBIDDEN' });
  });

  it('that changes other accounts, or the library, is for administrators', () => {
    const open = actions
      .filter(({ action }) =>
        (action.permissions as Permission[]).some((each) => each === 'public' || each === 'listener'),
      )
      .map(({ name }) => name);
    for (const name of [
      'auth.users',
      'auth.createUser',
      'auth.updateUser',
      'auth.deleteUser',
      'library.scan',
      'library.cancel',
      'library.problems',
    ]) {
      expect(open).not.toContain(name);
    }
  });

  it('that is for services only shows nothing of the disk to listeners', () => {
    const forServices = actions
      .filter(({ action }) => String(action.permissions) === 'service')
      .map(({ name }) => name);
    expect(forServices).toEqual(
      expect.arrayContaining([
        'library.changes',
        'library.file',
        'library.read',
        'library.picture',
        'library.path',
      ]),
    );
  });
});
