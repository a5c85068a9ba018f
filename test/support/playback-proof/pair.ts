import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { kill } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceBroker } from 'moleculer';
import { createBroker } from '../../../broker.ts';
import { type Config, parseConfig } from '../../../config.ts';
import { toPublicError } from '../../../errors.ts';
import { owner } from '../../../middlewares/placement.ts';
import { partitionOf } from '../../../mixins/journal/partitions.ts';
import type { ActionName, Actions, Principal } from '../../../services/actions.ts';
import { signPrincipal } from '../../../services/auth/tokens.ts';
import type { CommandAnswer } from '../../../services/gateway/rest/playback-resources.ts';
import type { TellAnswer } from '../../../services/playback/answers.ts';
import { type Engine, startEngine } from '../engine.ts';
import { eventually } from '../rooms.ts';
import type { World } from '../simulation/world.ts';
import type { Spoken } from './load.ts';
import { Died, GivenUp, Refused } from './process.ts';

export const NODES = ['one', 'two'] as const;
export type NodeName = (typeof NODES)[number];

export function otherThan(node: NodeName): NodeName {
  return node === 'one' ? 'two' : 'one';
}

/** Milliseconds for which a client waits for an answer before it asks elsewhere, and between two things that it says. */
const PATIENCE = 3000;
const BREATH = 60;
/** Of the commands whose outcome is not known, how many nobody asks for again. */
const GIVEN_UP = 0.2;
/** Of all commands, how many are sent to a node by name, and how many clients change their gateway for no reason. */
const BY_NAME = 0.1;
const FICKLE = 0.05;

interface PairOptions {
  store: Pick<Config, 'mongoUrl' | 'namespace'>;
  natsUrl: string;
  folder: string;
  world: World;
}

/** Two whole engines on one store, and clients that go to the other one when one does not answer. */
export class Pair implements Spoken {
  readonly #options: PairOptions;
  readonly #secret = randomBytes(32).toString('hex');
  readonly #engines = new Map<NodeName, Engine>();
  /** As another node sees them: it sends what was delivered, and tells a node what is not its own. */
  readonly #guest: ServiceBroker;
  /** By listener: how many commands were answered, of those that were sent since the last look. */
  #answered = new Map<string, number>();
  #since = 0;
  /** By listener: whose gateway they use. */
  readonly #gateways = new Map<string, NodeName>();
  #isClosed = false;

  constructor(options: PairOptions) {
    this.#options = options;
    const { natsUrl, folder, store } = options;
    this.#guest = createBroker(
      { ...parseConfig({}), ...store, natsUrl, data: folder, secret: this.#secret, logLevel: 'fatal' },
      'guest',
    );
  }

  async open(): Promise<void> {
    await mkdir(join(this.#options.folder, 'music'));
    for (const name of NODES) await this.start(name);
    await this.#guest.start();
    for (const name of NODES) await this.known(name);
  }

  async start(name: NodeName): Promise<void> {
    const { store, natsUrl, folder } = this.#options;
    const engine = await startEngine({
      music: [join(folder, 'music')],
      dataDir: join(folder, name),
      env: {
        CANTIGA_NODE_ID: name,
        CANTIGA_NATS_URL: natsUrl,
        CANTIGA_MONGO_URL: store.mongoUrl!,
        CANTIGA_NAMESPACE: store.namespace,
        CANTIGA_SECRET: this.#secret,
        CANTIGA_RATE_LIMIT: '1000000',
      },
    });
    this.#engines.set(name, engine);
  }

  /** The others know that it is there. */
  known(name: NodeName): Promise<void> {
    const nodes = this.#guest.registry.nodes as { get(id: string): { available: boolean } | undefined };
    return eventually(async () => nodes.get(name)?.available === true, 60);
  }

  /** Whose node it is when both are there. */
  static ownerOf(user: string): NodeName {
    return owner(partitionOf(user), NODES) as NodeName;
  }

  signal(name: NodeName, signal: NodeJS.Signals): void {
    kill(this.#engines.get(name)!.processes[0]!.pid, signal);
  }

  /** @returns its exit code */
  async end(name: NodeName, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    return this.#engines.get(name)!.processes[0]!.kill(signal);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#engines.values()].map((engine) => engine.stop()));
    await this.#guest.stop();
  }

  /**
   * Resolves when so many commands of each of these listeners were answered that were sent from now on.
   * @throws when they wait for a minute
   */
  async answered(users: readonly string[], count: number): Promise<void> {
    this.#answered = new Map();
    this.#since = performance.now();
    await eventually(async () => users.every((user) => (this.#answered.get(user) ?? 0) >= count), 60);
  }

  async call<N extends ActionName | 'caughtUp'>(
    name: N,
    params: N extends ActionName ? Actions[N]['params'] : object,
    as: Principal,
  ): Promise<N extends ActionName ? Actions[N]['result'] : null> {
    await sleep(BREATH * this.#options.world.chance() * 2);
    if (this.#isClosed) throw new Died();
    const sent = performance.now();
    const gateway = this.#gateways.get(as.id) ?? NODES[0];
    let isContent = false;
    let result: unknown;
    try {
      result = await this.#speak(gateway, name, params as object, as);
      isContent = !this.#options.world.odds(FICKLE);
    } finally {
      if (!isContent) this.#gateways.set(as.id, otherThan(gateway));
    }
    if (sent >= this.#since) this.#answered.set(as.id, (this.#answered.get(as.id) ?? 0) + 1);
    return result as never;
  }

  /** Says it to a node by name, wherever the listener belongs. @throws {Refused} */
  async byName(node: NodeName, name: string, params: object, as: Principal): Promise<unknown> {
    return this.#overTheBus(name, params, as, node);
  }

  /** Tells a session something through the gateway of a node. @throws {Refused} {GivenUp} */
  async overRest(
    node: NodeName,
    { session, id, command }: Actions['playback.tell']['params'],
    as: Principal,
  ): Promise<TellAnswer> {
    const path = `/playback/sessions/${session}/commands`;
    const { answers } = await this.#post<{ answers: CommandAnswer[] }>(node, path, as, {
      commands: [{ id, ...command }],
    });
    const answer = answers[0]!;
    if ('problem' in answer) throw new Refused({ type: answer.problem.type, retryable: false });
    const { version: v, closed, listen } = answer;
    if (listen === null) return { v, reply: { closed, listen } };
    const { listen: n, track, position, heard, playing, played } = listen;
    return {
      v,
      reply: { closed, listen: { n, track, position, heard, isSounding: playing, isQualified: played } },
    };
  }

  #speak(node: NodeName, name: string, params: object, as: Principal): Promise<unknown> {
    const { world } = this.#options;
    if (name === 'playback.deliver') return this.#overTheBus(name, params, as);
    if (name === 'playback.open') return this.#opened(node, params as Actions['playback.open']['params'], as);
    if (world.odds(BY_NAME)) return this.#overTheBus(name, params, as, world.oneOf(NODES));
    return this.overRest(node, params as Actions['playback.tell']['params'], as);
  }

  async #opened(node: NodeName, params: Actions['playback.open']['params'], as: Principal) {
    const { id, version } = await this.#post<{ id: string; version: number }>(
      node,
      '/playback/sessions',
      as,
      params,
    );
    return { session: id, v: version };
  }

  async #overTheBus(name: string, params: object, as: Principal, nodeID?: NodeName): Promise<unknown> {
    try {
      const options = { meta: { token: this.#token(as) }, timeout: PATIENCE, ...(nodeID && { nodeID }) };
      return await this.#guest.call(name, params, options);
    } catch (error) {
      throw this.#unanswered(toPublicError(error), name);
    }
  }

  async #post<T>(node: NodeName, path: string, as: Principal, body: object): Promise<T> {
    const { url } = this.#engines.get(node)!;
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${url}/api/v1${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.#token(as)}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE),
      });
      text = await response.text();
    } catch {
      throw this.#unanswered({ type: 'UNAVAILABLE', retryable: true });
    }
    if (response.ok) return JSON.parse(text) as T;
    throw this.#unanswered({ type: text, retryable: response.status === 503 });
  }

  /** Some of those who do not know what became of a command leave it at that; of what was delivered, nobody does. */
  #unanswered(reason: { type: string; retryable: boolean }, name?: string): Error {
    if (name !== 'playback.deliver' && reason.retryable && this.#options.world.odds(GIVEN_UP))
      return new GivenUp();
    return new Refused(reason);
  }

  #token(as: Principal): string {
    return signPrincipal(this.#secret, as, 600);
  }
}
