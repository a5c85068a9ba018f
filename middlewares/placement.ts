import { createHash } from 'node:crypto';
import type { Middleware, ServiceBroker } from 'moleculer';
import { partitionOf } from '../mixins/journal/partitions.ts';
import type { Principal } from '../services/actions.ts';

/** What is used of Moleculer's registry, which declares little of it. */
interface Endpoint {
  id: string;
  isAvailable: boolean;
  action: { placed?: boolean };
}
interface Registry {
  actions: { get(name: string): { endpoints: Endpoint[] } | undefined };
}

interface Options {
  nodeID?: string;
  meta?: { token?: unknown };
  parentCtx?: { meta: { token?: unknown } } | null;
}
type Call = (name: string, params?: { user?: unknown }, options?: Options) => Promise<unknown>;

/**
 * Sends calls of actions that are `placed` to the node that has the partition of the listener whom they are about: the one
 * that `params.user` names, else the caller. So all that is said of a listener is said to one node, as long as the same
 * nodes live. It saves work, and nothing depends on it.
 * @param verify turns a token into a principal or throws
 */
export function placement(verify: (token: string) => Principal): Middleware {
  let broker: ServiceBroker;
  const ownerOf = remembering(owner);
  const placeOf = (name: string, params: { user?: unknown } | undefined, options: Options) => {
    const endpoints = (broker.registry as unknown as Registry).actions.get(name)?.endpoints ?? [];
    if (endpoints.length < 2 || !endpoints[0]!.action.placed) return undefined;
    const user = params?.user ?? callerOf(options.meta?.token ?? options.parentCtx?.meta.token);
    if (typeof user !== 'string') return undefined;
    const nodes = endpoints.filter(({ isAvailable }) => isAvailable).map(({ id }) => id);
    return ownerOf(partitionOf(user), nodes.sort());
  };
  const callerOf = (token: unknown) => {
    try {
      return typeof token === 'string' ? verify(token).id : undefined;
    } catch {
      // Whoever runs the action says what is wrong with it.
      return undefined;
    }
  };
  return {
    name: 'Placement',
    created(of: ServiceBroker) {
      broker = of;
    },
    call(next: Call): Call {
      return (name, params, options = {}) => {
        const nodeID = options.nodeID ?? placeOf(name, params, options);
        return next(name, params, nodeID === undefined ? options : { ...options, nodeID });
      };
    },
  } as unknown as Middleware;
}

/**
 * The node that has a partition: the one with the highest weight (rendezvous hashing, Thaler and Ravishankar 1998), so
 * that a node that comes or goes moves its own share only. Undefined without any node.
 */
export function owner(p: number, nodes: readonly string[]): string | undefined {
  let best: { node: string; weight: string } | undefined;
  for (const node of nodes) {
    const weight = createHash('sha256').update(`${p} ${node}`).digest('hex');
    if (best === undefined || weight > best.weight) best = { node, weight };
  }
  return best?.node;
}

/** Remembers the owners as long as the nodes are the same. */
function remembering(find: typeof owner): typeof owner {
  let present = '';
  let owners: (string | undefined)[] = [];
  return (p, nodes) => {
    const now = nodes.join('\n');
    if (now !== present) [present, owners] = [now, []];
    owners[p] ??= find(p, nodes);
    return owners[p];
  };
}
