import type { Principal } from '../actions.ts';
import type { Receiver } from '../media/reports.ts';
import type { Request, Response } from './http.ts';

/** How the media room on this node sends bytes. It rejects only before the first of them. */
export interface MediaRoom {
  deliver(
    request: Request,
    response: Response,
    what: { track: string; download: boolean; token: string; receiver: Receiver },
  ): Promise<unknown>;
  cover(
    request: Request,
    response: Response,
    what: { id: string; size?: number; token: string },
  ): Promise<unknown>;
  avatar(request: Request, response: Response, what: { username: string }): Promise<unknown>;
}

/** Of a client's name: as much as is kept. */
const LONGEST_NAME = 200;

/** Who receives what is sent. @param client what the program calls itself, if it does */
export function receiverOf(user: Principal, client: string | undefined, session?: string): Receiver {
  return {
    ...{ user: user.id, name: user.name, client: client?.slice(0, LONGEST_NAME) || 'unknown' },
    ...(session !== undefined && { session }),
  };
}
