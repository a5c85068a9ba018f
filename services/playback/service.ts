import type { Context, Service, ServiceSchema, ServiceSettingSchema } from 'moleculer';
import { CantigaError } from '../../errors.ts';
import { principalOf } from '../../mixins/caller.ts';
import type { ActionName, Actions } from '../actions.ts';
import type { Room } from './room.ts';

/** The service as its actions see it. */
export interface Playback extends Service {
  room: Room;
}

type Vars = Record<string, unknown>;
/** Some of the service's actions. */
export type PlaybackActions = NonNullable<
  ServiceSchema<ServiceSettingSchema, Vars, Vars, Playback>['actions']
>;
export type Call<N extends ActionName> = Context<Actions[N]['params']>;

/** Milliseconds that an action may take. */
export const timeout = 10_000;

/** Whom a call is about: its caller, or whom an administrator names. @throws FORBIDDEN */
export function subjectOf(ctx: Context<{ user?: string | undefined }>): string {
  const { id, roles } = principalOf(ctx);
  const { user = id } = ctx.params;
  if (user !== id && !roles.includes('admin'))
    throw new CantigaError('FORBIDDEN', 'Only administrators see what others listen to.');
  return user;
}
