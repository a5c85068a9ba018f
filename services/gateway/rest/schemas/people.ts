import type { Principal } from '../../../actions.ts';
import type { DeviceResource, NewDeviceResource, SessionResource, UserResource } from '../resources.ts';
import type { Schema } from '../schema.ts';
import { flag, integer, list, object, oneOf, said, text, time } from './object.ts';
import { ref } from './ref.ts';

const roles = list(oneOf('admin', 'listener', 'service'));

const DEVICE = { id: text, name: text, created: time };
const USED = { lastUsed: time, lastClient: said('The program that used it last.', text) };

export const PEOPLE = {
  Principal: object<Principal>({ id: text, name: text, roles }, {}),
  User: object<UserResource>(
    {
      id: text,
      username: text,
      roles,
      scrobbling: flag,
      maxBitRate: said('kbit/s, 0 for no limit.', integer),
      created: time,
    },
    { email: text },
  ),
  Device: object<DeviceResource>(DEVICE, USED),
  NewDevice: object<NewDeviceResource>(
    {
      ...DEVICE,
      secret: said('A password for Subsonic clients. Shown this once.', text),
      apiKey: said('For `Authorization: Bearer`. Shown this once.', text),
    },
    USED,
  ),
  Session: object<SessionResource>(
    {
      accessToken: text,
      expiresIn: said('Seconds until the access token ends.', integer),
      user: ref('Principal'),
    },
    { refreshToken: said('When it was asked for; browsers have it in a cookie.', text) },
  ),
} satisfies Record<string, Schema>;
