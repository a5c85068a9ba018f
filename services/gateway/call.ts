import type { ActionName, Actions } from '../actions.ts';

/** Calls a published action on behalf of the owner of `meta.token`. */
export type Call = <N extends ActionName>(
  name: N,
  params: Actions[N]['params'],
  meta?: { token?: string },
) => Promise<Actions[N]['result']>;
