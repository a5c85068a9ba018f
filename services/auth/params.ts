/** Checks of the parameters of actions. Upper bounds only keep out what no person would send. */
export const username = { type: 'string', max: 256 } as const;
export const password = { type: 'string', max: 1024 } as const;
export const address = { type: 'string', max: 100 } as const;
export const refreshToken = { type: 'string', max: 256 } as const;
const flag = { type: 'boolean', optional: true } as const;

export const shown = {
  $$strict: true,
  username: { ...username, optional: true },
  password: { ...password, optional: true },
  token: { type: 'string', max: 256, optional: true },
  salt: { type: 'string', max: 1024, optional: true },
  apiKey: { type: 'string', max: 256, optional: true },
  address,
  client: { type: 'string', max: 1024, optional: true },
} as const;

const change = {
  $$strict: true,
  username,
  /** RFC 5321 allows no longer addresses. Clients send all kinds of text here, so its form is not checked. */
  email: { type: 'string', max: 254, optional: true, pattern: /^\P{Cc}*$/u },
  admin: flag,
  scrobbling: flag,
  maxBitRate: { type: 'number', integer: true, min: 0, max: 100_000, optional: true },
} as const;

/** What a client makes a thing under, once. */
const key = { type: 'string', min: 1, max: 64, optional: true } as const;

export const createdUser = { ...change, password, key } as const;
export const changedUser = { ...change, password: { ...password, optional: true } } as const;
export const ownChange = { $$strict: true, email: change.email, scrobbling: change.scrobbling } as const;

export const credential = {
  $$strict: true,
  name: { type: 'string', trim: true, min: 1, max: 100, pattern: /^\P{Cc}*$/u },
  username: { ...username, optional: true },
  key,
} as const;
