/** Checks of the parameters of actions. Upper bounds only keep out what no person would send. */
const id = { type: 'string', min: 1, max: 64 } as const;
const name = { type: 'string', min: 1, max: 200 } as const;
const seconds = { type: 'number', min: 0, max: 1_000_000 } as const;
const bytes = { type: 'number', integer: true, min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const time = { type: 'number', integer: true, min: 0, max: 8_640_000_000_000_000 } as const;
const version = { type: 'number', integer: true, min: 0, max: 1_000_000_000 } as const;
const optional = <T extends object>(rule: T) => ({ ...rule, optional: true }) as const;

const music = { track: id, album: optional(id), artist: optional(id), duration: seconds } as const;
const report = { position: optional(seconds), heard: optional(seconds) } as const;
const MOST_RANGES = 64;

function command<T extends string, P extends object>(type: T, props: P) {
  const strict = 'remove' as const;
  return {
    type: 'object',
    strict,
    props: { type: { type: 'equal', value: type, strict: true }, ...props },
  } as const;
}

/** What listeners tell of a session; it is opened by an action of its own. */
const told = {
  type: 'multi',
  rules: [
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
    command('end', { ...report, reason: { type: 'enum', values: ['completed', 'skipped'] } }),
    command('submit', { ...music, at: optional(time) }),
    command('close', { by: { type: 'equal', value: 'listener', strict: true } }),
  ],
} as const;

const ranges = {
  type: 'array',
  max: MOST_RANGES,
  items: { type: 'tuple', items: [bytes, bytes] },
} as const;

export const opened = {
  $$strict: true,
  device: { type: 'object', strict: true, props: { id, name, client: name } },
} as const;
export const tell = { $$strict: true, session: id, id, expected: optional(version), command: told } as const;
export const delivered = {
  ...{ $$strict: true, user: id, session: id, id, track: id, file: name, size: bytes, ranges, seconds },
  end: { type: 'enum', values: ['complete', 'left', 'stalled', 'failed'] },
} as const;
export const looked = {
  $$strict: true,
  session: id,
  version: optional(version),
  time: optional(time),
} as const;
export const nothing = { $$strict: true } as const;
export const played = { $$strict: true, ids: { type: 'array', max: 50_000, items: id } } as const;
export const history = {
  $$strict: true,
  limit: { type: 'number', integer: true, min: 1, max: 500 },
  before: optional({ type: 'string', max: 200 }),
} as const;
export const byUser = { $$strict: true, user: id } as const;
