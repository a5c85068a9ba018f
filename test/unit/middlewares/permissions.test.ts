import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Context, ServiceBroker } from 'moleculer';
import { permissions } from '../../../middlewares/permissions.ts';
import type { Permission } from '../../../mixins/broker.d.ts';
import { principalOf } from '../../../mixins/caller.ts';
import { signPrincipal, verifyPrincipal } from '../../../services/auth/tokens.ts';

const SECRET = 'a secret that is long enough for a test';
const tokenFor = (...roles: ('admin' | 'listener' | 'service')[]) =>
  signPrincipal(SECRET, { id: 'us-1', name: 'ana', roles }, 60);

describe('An action', () => {
  const middlewares = [permissions((token) => verifyPrincipal(SECRET, token))];
  const broker = new ServiceBroker({ logger: false, middlewares });
  const action = (permission: Permission) => ({
    permissions: [permission],
    handler: (ctx: Context) => principalOf(ctx)?.name ?? 'nobody',
  });
  beforeAll(async () => {
    broker.createService({
      name: 'doors',
      actions: {
        public: action('public'),
        listener: action('listener'),
        admin: action('admin'),
        service: action('service'),
      },
    });
    await broker.start();
  });
  afterAll(() => broker.stop());

  const knock = (door: string, token?: unknown) => broker.call(`doors.${door}`, {}, { meta: { token } });

  it('lets in whoever has one of its roles, and knows who it is', async () => {
    expect(await knock('listener', tokenFor('listener'))).toBe('ana');
    expect(await knock('admin', tokenFor('listener', 'admin'))).toBe('ana');
    expect(await knock('service', tokenFor('service'))).toBe('ana');
    expect(await knock('public', tokenFor('listener'))).toBe('ana');
  });

  it('lets everybody into what is public', async () => {
    expect(await knock('public')).toBe('nobody');
  });

  it.each(['listener', 'admin', 'service'])(
    'keeps those without a token out of what is for a %s',
    async (door) => {
      await expect(knock(door)).rejects.toMatchObject({ type: 'SIGNED_OUT' });
      await expect(knock(door, 42)).rejects.toMatchObject({ type: 'SIGNED_OUT' });
    },
  );

  it('keeps out those whose role is not among its own', async () => {
    await expect(knock('admin', tokenFor('listener'))).rejects.toMatchObject({ type: 'FORBIDDEN' });
    await expect(knock('service', tokenFor('listener', 'admin'))).rejects.toMatchObject({
      type: 'FORBIDDEN',
    });
    await expect(knock('listener', tokenFor('service'))).rejects.toMatchObject({ type: 'FORBIDDEN' });
  });

  it('refuses forged and expired tokens even where none is needed', async () => {
    const forged = signPrincipal(SECRET.toUpperCase(), { id: 'us-1', name: 'ana', roles: ['admin'] }, 60);
    const expired = signPrincipal(SECRET, { id: 'us-1', name: 'ana', roles: ['listener'] }, -1);
    await expect(knock('public', forged)).rejects.toMatchObject({ type: 'SIGNED_OUT' });
    await expect(knock('listener', expired)).rejects.toMatchObject({ type: 'SIGNED_OUT' });
  });

  it('that declares no permissions, or unknown ones, stops the start', () => {
    const create = (name: string, declared?: string[]) => () =>
      broker.createService({
        name,
        actions: { open: { permissions: declared as Permission[], handler: () => 1 } },
      });
    expect(create('forgotten')).toThrow(/'forgotten.open' declares no permissions/);
    expect(create('empty', [])).toThrow(/declares no permissions/);
    expect(create('misspelt', ['listner'])).toThrow(/'listner', which is no permission/);
  });

  it('of the node itself tells nobody its settings', async () => {
    await expect(broker.call('$node.options')).rejects.toMatchObject({ type: 'FORBIDDEN' });
  });
});
