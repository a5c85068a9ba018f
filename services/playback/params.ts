import { Validators } from 'moleculer';
import { LONGEST_QUEUE } from './queue/queue.ts';

/** Checks of the parameters of actions. Upper bounds only keep out what no person would send. */
const id = { type: 'string', min: 1, max: 64 } as const;
const name = { type: 'string', min: 1, max: 200 } as const;
const seconds = { type: 'number', min: 0, max: 1_000_000 } as const;
const bytes = { type: 'number', integer: true, min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const time = { type: 'number', integer: true, min: 0, max: 8_640_000_000_000_000 } as const;
const version = { type: 'number', integer: true, min: 0, max: 1_000_000_000 } as const;
const optional = <const T extends object>(rule: T) => ({ ...rule, optional: true }) as const;

const music = { track: id, album: optional(id), artist: optional(id), duration: seconds } as const;
const ago = optional({ type: 'number', integer: true, min: 0, max: 30 * 86_400_000 });
const report = { position: optional(seconds), heard: optional(seconds) } as const;
const MOST_RANGES = 64;

function command<T extends string, const P extends object>(type: T, props: P) {
  const strict = 'remove' as const;
  return {
    type: 'object',
    strict,
    props: { type: { type: 'equal', value: type, strict: true }, ago, ...props },
  } as const;
}

/** What listeners tell of a session; it is opened by an action of its own. */
export const COMMANDS = [
  command('start', {
    ...music,
    position: optional(seconds),
    source: { type: 'enum', values: ['player', 'subsonic'] },
  }),
  command('pause', report),
  command('resume', report),
  command('stall', report),
  command('progress', report),
  command('seek', { ...report, to: seconds }),
  command('report', {
    ...music,
    position: seconds,
    counts: { type: 'boolean' },
    state: { type: 'enum', values: ['starting', 'playing', 'paused', 'stopped'] },
  }),
  command('end', { ...report, reason: { type: 'enum', values: ['completed', 'skipped'] } }),
  command('submit', { ...music, at: optional(time) }),
  command('close', { by: { type: 'equal', value: 'listener', strict: true } }),
] as const;

const validator = new Validators.Fastest();
const checks = new Map(
  COMMANDS.map(({ props }) => [
    props.type.value as string,
    validator.compile({ ...props, $$strict: 'remove' }),
  ]),
);

/** Checks a command by the rule for its type: to try one rule after the other costs more than all else of a call. */
const told = {
  type: 'custom',
  check(value: unknown, errors: object[], _: unknown, path: string) {
    const check = checks.get((value as { type?: string } | null)?.type ?? '');
    if (check === undefined) {
      errors.push({
        type: 'enumValue',
        field: path,
        message: `There is no command of the type in '${path}'.`,
      });
      return value;
    }
    const verdict = check(value as Record<string, unknown>) as true | object[];
    if (verdict !== true) errors.push(...verdict);
    return value;
  },
} as const;

const ranges = {
  type: 'array',
  max: MOST_RANGES,
  items: { type: 'tuple', items: [bytes, bytes] },
} as const;

const device = { type: 'object', strict: true, props: { id, name, client: name } } as const;
const commands = {
  type: 'array',
  min: 1,
  max: 100,
  items: { type: 'object', strict: true, props: { id, command: told } },
} as const;
const limit = { type: 'number', integer: true, min: 1, max: 500 } as const;
const cursor = optional({ type: 'string', max: 500 });
const user = optional(id);
const where = {
  index: { type: 'number', integer: true, min: 0, max: LONGEST_QUEUE, nullable: true },
  position: seconds,
  isSounding: { type: 'boolean' },
  device,
} as const;

export const nothing = { $$strict: true } as const;
export const opened = { $$strict: true, device } as const;
export const tell = { $$strict: true, session: id, id, expected: optional(version), command: told } as const;
export const tellAll = { $$strict: true, session: id, commands } as const;
export const tellClient = { $$strict: true, client: name, commands } as const;
export const delivered = {
  $$strict: true,
  user: id,
  name,
  deliveries: {
    type: 'array',
    min: 1,
    max: 100,
    items: {
      type: 'object',
      strict: true,
      props: {
        ...{ id, session: optional(id), client: name, track: id, file: name, size: bytes, ranges, seconds },
        end: { type: 'enum', values: ['complete', 'left', 'stalled', 'failed', 'ongoing'] },
      },
    },
  },
} as const;
export const looked = {
  $$strict: true,
  session: id,
  version: optional(version),
  time: optional(time),
  user,
} as const;
export const page = { $$strict: true, limit, before: cursor, user } as const;
export const history = { ...page, from: optional(time), to: optional(time) } as const;
export const events = { $$strict: true, session: id, after: optional(version), limit, user } as const;
export const playsOf = { $$strict: true, ids: { type: 'array', max: 50_000, items: id } } as const;
export const played = {
  $$strict: true,
  kind: { type: 'enum', values: ['track', 'album', 'artist'] },
  order: { type: 'enum', values: ['most', 'last'] },
  limit: { type: 'number', integer: true, min: 1, max: 10_000 },
  offset: optional({ type: 'number', integer: true, min: 0, max: 1_000_000_000 }),
} as const;
export const year = {
  $$strict: true,
  year: { type: 'number', integer: true, min: 1970, max: 9999 },
  timeZone: { type: 'string', min: 1, max: 64 },
  user,
} as const;
export const ledger = {
  ...{ $$strict: true, session: optional(id), track: optional(id), from: optional(time), to: optional(time) },
  ...{ user, everybody: optional({ type: 'boolean' }), limit, before: cursor },
} as const;
export const royalties = {
  $$strict: true,
  month: { type: 'string', pattern: /^\d{4}-(0[1-9]|1[0-2])$/ },
  kind: { type: 'enum', values: ['track', 'artist'] },
  limit,
  after: cursor,
} as const;
export const setQueue = {
  ...{ $$strict: true, id, expected: optional(version), ...where },
  tracks: { type: 'array', max: LONGEST_QUEUE, items: id },
} as const;
export const moveQueue = { $$strict: true, id, edition: optional(version), ...where } as const;
export const byUser = { $$strict: true, user: id } as const;
export const rebuild = { $$strict: true, model: name } as const;
