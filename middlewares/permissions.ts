import type { ActionHandler, ActionSchema, Context, Middleware, Service } from 'moleculer';
import { CantigaError, StartupError } from '../errors.ts';
import type { Permission } from '../mixins/broker.d.ts';
import type { Principal } from '../services/actions.ts';

const KNOWN: readonly Permission[] = ['public', 'listener', 'admin', 'service'];

/**
 * Checks on the node that runs an action who calls it. The caller's token travels in `ctx.meta.token`; the principal
 * is left in `ctx.locals.principal`. An action that declares no permissions stops the node at start.
 *
 * @param verify turns a token into a principal or throws SIGNED_OUT
 */
export function permissions(verify: (token: string) => Principal): Middleware {
  return {
    name: 'Permissions',
    localAction(next: ActionHandler, action: ActionSchema): ActionHandler {
      const name = action.name ?? '';
      if (name.startsWith('$node.')) return localOnly(next, name);
      const required = declared(name, action.permissions);
      return async function checked(this: Service, ctx: Context): Promise<unknown> {
        const { token } = ctx.meta as { token?: unknown };
        if (typeof token === 'string') {
          // A bad token is refused even where none is needed, so that nobody is taken for someone else by accident.
          const principal = verify(token);
          (ctx.locals as { principal?: Principal }).principal = principal;
          if (
            required.includes('public') ||
            required.some((role) => principal.roles.includes(role as never))
          ) {
            return next.call(this, ctx);
          }
          throw new CantigaError('FORBIDDEN', 'You are not allowed to do this.');
        }
        if (required.includes('public')) return next.call(this, ctx);
        throw new CantigaError('SIGNED_OUT', 'Sign in first.');
      };
    },
  };
}

function declared(name: string, permissions: readonly Permission[] | undefined): readonly Permission[] {
  if (permissions === undefined || permissions.length === 0) {
    throw new StartupError(`Action '${name}' declares no permissions, so nobody may say who can call it.`);
  }
  const unknown = permissions.find((permission) => !KNOWN.includes(permission));
  if (unknown !== undefined)
    throw new StartupError(`Action '${name}' asks for '${unknown}', which is no permission.`);
  return permissions;
}

/** Moleculer's own actions tell about the node, its settings included: for this node's REPL only. */
function localOnly(next: ActionHandler, name: string): ActionHandler {
  return async function checked(this: Service, ctx: Context): Promise<unknown> {
    const remote = ctx.nodeID !== null && ctx.nodeID !== undefined && ctx.nodeID !== ctx.broker.nodeID;
    if (remote || name === '$node.options')
      throw new CantigaError('FORBIDDEN', 'You are not allowed to do this.');
    return next.call(this, ctx);
  };
}
