import type { Context, Service } from 'moleculer';
import type { ActionName, Actions, Principal } from '../services/actions.ts';

type Params<N extends ActionName> = Actions[N]['params'];
type Result<N extends ActionName> = Actions[N]['result'];

/** Calls a published action on behalf of the caller of `ctx` (its token travels on). */
export function call<N extends ActionName>(ctx: Context, name: N, params: Params<N>): Promise<Result<N>> {
  return ctx.call(name, params as object);
}

/** Calls a published action as the service itself, for work that no listener asked for. */
export function callAsService<N extends ActionName>(
  service: Service,
  name: N,
  params: Params<N>,
): Promise<Result<N>> {
  return service.broker.call(name, params as object, {
    meta: { token: service.broker.serviceToken(service.name) },
  });
}

/** Who calls: verified on this node by the permissions middleware. Only actions without `public` have one. */
export function principalOf(ctx: Context): Principal {
  return (ctx.locals as { principal: Principal }).principal;
}
