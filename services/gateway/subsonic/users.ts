import type { User } from '../../actions.ts';
import type { Body, Exchange } from './exchange.ts';
import type { Parameters } from './parameters.ts';

/** kbit/s, 0 for no limit. */
const BIT_RATE = { min: 0, max: 100_000 };

/** Roles of the protocol that can be asked for and mean nothing here: what a listener may do is not cut up so finely. */
const OTHER_ROLES = [
  'ldapAuthenticated',
  'settingsRole',
  'streamRole',
  'jukeboxRole',
  'downloadRole',
  'uploadRole',
  'playlistRole',
  'coverArtRole',
  'commentRole',
  'podcastRole',
  'shareRole',
  'videoConversionRole',
];

export async function getUser({ call, params }: Exchange): Promise<Body> {
  const [user, folders] = await Promise.all([
    call('auth.user', { username: params.text('username') }),
    call('library.folders', {}),
  ]);
  return { user: account(user, folders) };
}

export async function getUsers({ call }: Exchange): Promise<Body> {
  const [users, folders] = await Promise.all([call('auth.users', {}), call('library.folders', {})]);
  return { users: { user: users.map((user) => account(user, folders)) } };
}

export async function createUser({ call, params }: Exchange): Promise<Body> {
  await call('auth.createUser', {
    username: params.text('username'),
    password: params.password('password'),
    email: params.text('email'),
    admin: adminOf(params) ?? false,
  });
  return {};
}

/** What is not named stays; an empty e-mail address takes it away. */
export async function updateUser({ call, params }: Exchange): Promise<Body> {
  await call('auth.updateUser', {
    username: params.text('username'),
    password: params.passwordIf('password'),
    email: params.anyTextIf('email'),
    admin: adminOf(params),
    maxBitRate: params.integerIf('maxBitRate', BIT_RATE),
  });
  return {};
}

export async function deleteUser({ call, params }: Exchange): Promise<Body> {
  await call('auth.deleteUser', { username: params.text('username') });
  return {};
}

export async function changePassword({ call, params }: Exchange): Promise<Body> {
  await call('auth.changePassword', {
    username: params.text('username'),
    password: params.password('password'),
  });
  return {};
}

function adminOf(params: Parameters): boolean | undefined {
  for (const role of OTHER_ROLES) params.flagIf(role);
  return params.flagIf('adminRole');
}

function account(user: User, folders: readonly { id: number }[]) {
  const admin = user.roles.includes('admin');
  return {
    username: user.username,
    email: user.email,
    scrobblingEnabled: user.scrobbling,
    maxBitRate: user.maxBitRate,
    adminRole: admin,
    settingsRole: true,
    downloadRole: true,
    uploadRole: false,
    playlistRole: true,
    coverArtRole: false,
    commentRole: true,
    podcastRole: false,
    streamRole: true,
    jukeboxRole: false,
    shareRole: false,
    videoConversionRole: false,
    folder: folders.map(({ id }) => id),
  };
}
